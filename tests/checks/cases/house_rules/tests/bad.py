@unittest.skip("later")
def test_later(): pass
INDEX = "https://pypi.org/simple"

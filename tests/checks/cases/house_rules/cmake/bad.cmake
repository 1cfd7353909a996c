file(GLOB sources *.cpp)
FetchContent_Declare(json)
set_tests_properties(sum PROPERTIES DISABLED ON)

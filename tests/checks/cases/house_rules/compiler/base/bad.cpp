// TODO make it faster
// TODO #12: this one has an issue
// a comment may say throw
const char* kText = "a string may say throw, even 1'000";
using namespace std;
#if 0
int unused();
#endif
void f() { throw 1; }
const char* kPath = "/work/data/digits.csv";

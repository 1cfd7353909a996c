#include "compiler/expr/value.h"

namespace itw::expr {

bool operator==(const List& left, const List& right) { return left.items == right.items; }

bool operator==(const Record& left, const Record& right) { return left.fields == right.fields; }

const Value* Record::find(const std::string& name) const {
  for (const NamedValue& field : fields)
    if (field.name == name) return &field.value;
  return nullptr;
}

}  // namespace itw::expr

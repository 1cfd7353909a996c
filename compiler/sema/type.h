#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "compiler/expr/dim.h"
#include "compiler/expr/scalar.h"
#include "compiler/expr/tensor_type.h"
#include "compiler/source/span.h"

namespace itw::sema {

struct Type;
/// Types live as long as the TypeArena that made them.
using TypeRef = const Type*;

/// What a type is, and which fields of Type it uses.
enum class TypeKind : std::uint8_t {
  Error,  ///< Already reported; agrees with everything.
  None,   ///< The type of `none`.
  Bool,
  Int,
  Float,
  String,
  Path,
  Measure,   ///< A quantity of `dimension`.
  Count,     ///< `count<epochs>`: an int, or a whole quantity of `dimension`.
  Enum,      ///< `members`.
  List,      ///< Of `inner`.
  Record,    ///< `fields`.
  Optional,  ///< `inner` or none.
  Tensor,
  Class,      ///< `class[n]`, the number in `dims[0]`.
  Schema,     ///< `schema<D>`; `inner` is the record of fields.
  Dataset,    ///< `dataset<D>`; `inner` is the record of fields.
  Field,      ///< `field<D>`: the name of a field of `inner`, and of `second` if it is not null;
              ///< `name` is "floating" where its elements must be f32 or f64.
  Model,      ///< From the record `inner` to the record `second`.
  Component,  ///< Of the kind `name`.
  Shape,
  File,      ///< `file<format>`, the format in `name`.
  Series,    ///< The name of a per-epoch output of the same call.
  Outputs,   ///< What a task with named outputs returns: `fields`.
  Generic,   ///< A type variable of a task, `name`.
  Given,     ///< `given<argument, T>`: `inner`, if the argument `name` is given.
  Each,      ///< `each<argument>`: one output for each component of the argument `name`.
  Derived,   ///< The fields of a dataset made of `inner` by the rule `name`
             ///< (data/derived_dataset.h).
  Function,  ///< `function<{ a: T } -> U>`: from the record `inner` to `second`.
  Stdout,    ///< What a step prints.
  Opaque     ///< Of the Python border: agrees with everything, unchecked.
};

/// The type of a tensor as far as it is known: dimensions may be symbols and expressions.
struct Tensor {
  std::optional<expr::DType> dtype;    ///< None for `f`, any floating dtype.
  std::optional<std::string> leading;  ///< The B of `..B`, before `dims`.
  std::vector<expr::Dim> dims;
};

/// Records and lists, which may share their parts, are refused from here on.
inline constexpr std::uint32_t kMostParts = 100000;

/// A field of a record, or a named output.
struct TypeField {
  std::string name;
  TypeRef type = nullptr;
  Span span;
};

/// A type of the language. Plain data; made by TypeArena alone.
struct Type {
  TypeKind kind{};
  std::string name;
  expr::Dimension dimension;
  std::vector<std::string> members;
  std::vector<TypeField> fields;
  TypeRef inner = nullptr;
  TypeRef second = nullptr;
  Tensor tensor;
  std::uint32_t parts = 1;  ///< Itself and the fields below, up to kMostParts + 1; see TypeArena.

  bool is(TypeKind asked) const { return kind == asked; }
  bool isError() const { return kind == TypeKind::Error; }
  const TypeField* find(const std::string& field) const;
};

/// The sum, but no more than kMostParts + 1.
std::uint32_t addParts(std::uint32_t one, std::uint32_t other);

/// Owns the types of one check.
class TypeArena {
 public:
  TypeArena();
  TypeRef error() const { return &types_[0]; }
  /// A type that its kind alone describes.
  TypeRef simple(TypeKind kind);
  TypeRef make(Type type);
  TypeRef list(TypeRef inner);
  TypeRef component(const std::string& kind);
  TypeRef tensor(Tensor tensor);
  TypeRef ofScalar(const expr::ScalarType& type);

 private:
  std::deque<Type> types_;
};

/// The scalar type of bool, int, float, string, quantities, counts, enumerations and metrics;
/// nothing for the others.
std::optional<expr::ScalarType> scalarTypeOf(const Type& type);

/// Whether two records or outputs have the same names and types in the same order.
bool sameFields(const Type& left, const Type& right);
/// The same type, dimensions by normal form.
bool sameType(const Type& left, const Type& right);

/// Whether two model types differ at most in the names of their dimension symbols.
bool sameUpToSymbols(const Type& left, const Type& right);

/// Whether a type variable occurs in it.
bool hasGenerics(const Type& type);

/// Whether `opaque` occurs in it.
bool hasOpaque(const Type& type);

/// As a user would write it: `dataset<{ image: f32[1, 8, 8], label: class[10] }>`.
std::string textOf(const Type& type);
std::string textOf(const Tensor& tensor);

/// "an int", "a list": for messages.
std::string withArticle(const Type& type);

}  // namespace itw::sema

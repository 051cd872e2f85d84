// Types and type expressions.
#include "linkml/metaslots.h"

namespace schemac::linkml {
namespace {

template <typename T>
constexpr auto type_expression_fields() {
  return std::to_array<Field<T>>({
      {"pattern", member<&T::pattern>},
      {"structured_pattern", member<&T::structured_pattern>},
      {"unit", member<&T::unit>},
      {"implicit_prefix", member<&T::implicit_prefix>},
      {"equals_string", member<&T::equals_string>},
      {"equals_string_in", member<&T::equals_string_in>},
      {"equals_number", number<&T::equals_number>},
      {"minimum_value", member<&T::minimum_value>},
      {"maximum_value", member<&T::maximum_value>},
      {"none_of", objects<&T::none_of>},
      {"exactly_one_of", objects<&T::exactly_one_of>},
      {"any_of", objects<&T::any_of>},
      {"all_of", objects<&T::all_of>},
  });
}

}  // namespace

template <>
struct Fields<Type> {  // and anonymous type expressions
  using T = Type;
  static constexpr std::string_view what = "type";
  static constexpr std::string_view key = "name";
  static constexpr auto table = sorted(concat(element_fields<T>(), type_expression_fields<T>(),
                                              std::to_array<Field<T>>({
                                                  {"typeof", member<&T::typeof_>},
                                                  {"base", member<&T::base>},
                                                  {"uri", member<&T::uri>},
                                                  {"repr", member<&T::repr>},
                                                  {"union_of", member<&T::union_of>},
                                              })));
};

template void Reader::read_object(Value&, Type&);
template void Reader::read_named(Value&, std::vector<Type>&);

}  // namespace schemac::linkml

namespace schemac {
namespace {

struct Hidden {};

}  // namespace

struct OneName {
  double number = 0;
};

}  // namespace schemac

#pragma once
namespace schemac {

struct OneName {
  int number = 0;
};

}  // namespace schemac

// A thread whose stack has the size that its work needs.
//
// `ulimit -s` sets the stack size of a process's first thread, and by default of every other thread: 8 MiB on
// most machines, little in some containers. Recursive functions of this tool are bounded (docs/design.md,
// "Depth"), and the bounds are useless if the stack size is unknown. Memory is reserved, not used: only
// touched pages cost anything.
#pragma once
#include <pthread.h>

#include <cstddef>
#include <exception>
#include <functional>

namespace schemac {

// Every bounded recursion of the tool fits into it ten times.
inline constexpr std::size_t work_stack_bytes = std::size_t(64) << 20U;

class StackThread {
 public:
  // Throws OsError if memory or threads are short.
  StackThread(std::size_t stack_bytes, std::function<void()> work);
  ~StackThread() { wait(); }
  StackThread(const StackThread&) = delete;
  StackThread& operator=(const StackThread&) = delete;

  // Waits until the work has ended; throws what the work threw.
  void join();

 private:
  static void* run(void* self);
  void wait();

  std::function<void()> work_;
  std::exception_ptr failure_;
  void* memory_ = nullptr;
  std::size_t size_ = 0;
  pthread_t thread_{};
  bool running_ = false;
};

// Does the work on such a thread and waits for it.
void run_on_stack(std::size_t stack_bytes, const std::function<void()>& work);

}  // namespace schemac

#include "base/stack_thread.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "base/files.h"

namespace schemac {

StackThread::StackThread(std::size_t stack_bytes, std::function<void()> work) : work_(std::move(work)) {
  const auto failed = [&](int error_number) {
    if (memory_ != nullptr) munmap(memory_, size_);
    return OsError("cannot start", fmt::format("a thread with a stack of {} MiB", stack_bytes >> 20U),
                   error_number);
  };
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  size_ = (stack_bytes + page - 1) / page * page + page;
  // Not pthread_attr_setstacksize: that counts the whole stack as used, and a system may refuse it.
  void* memory = mmap(nullptr, size_, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw failed(errno);
  memory_ = memory;
  if (mprotect(memory_, page, PROT_NONE) != 0) throw failed(errno);  // an overflow stops here
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  int error = pthread_attr_setstack(&attributes, static_cast<char*>(memory_) + page, size_ - page);
  if (error == 0) error = pthread_create(&thread_, &attributes, run, this);
  pthread_attr_destroy(&attributes);
  if (error != 0) throw failed(error);
  running_ = true;
}

void* StackThread::run(void* self) {
  auto& thread = *static_cast<StackThread*>(self);
  try {
    thread.work_();
  } catch (...) {
    thread.failure_ = std::current_exception();
  }
  return nullptr;
}

void StackThread::wait() {
  if (!running_) return;
  pthread_join(thread_, nullptr);
  running_ = false;
  munmap(memory_, size_);
}

void StackThread::join() {
  wait();
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void run_on_stack(std::size_t stack_bytes, const std::function<void()>& work) {
  StackThread(stack_bytes, work).join();
}

}  // namespace schemac

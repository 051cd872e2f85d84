#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"
#include "base/hash.h"
#include "base/stack_thread.h"

namespace schemac {
namespace {

// One call of parallel_for: free threads take its pieces.
class Job {
 public:
  Job(std::size_t count, const std::function<void(std::size_t)>& work) : count_(count), work_(work) {
    failures_.resize(count);
  }

  void run() {
    for (std::size_t i = next_++; i < count_ && !failed_; i = next_++) {
      try {
        work_(i);
      } catch (...) {
        failures_[i] = std::current_exception();
        failed_ = true;
      }
    }
  }

  void rethrow() const {
    for (const std::exception_ptr& failure : failures_) {
      if (failure) std::rethrow_exception(failure);
    }
  }

  std::size_t running = 0;  // workers in run(); guarded by the crew's mutex

 private:
  const std::size_t count_;
  const std::function<void(std::size_t)>& work_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::vector<std::exception_ptr> failures_;
};

// As many as the system allows: with fewer, the work takes longer.
void start(std::deque<StackThread>& threads, std::size_t count, const std::function<void()>& work) {
  try {
    for (std::size_t i = 0; i < count; ++i) threads.emplace_back(work_stack_bytes, work);
  } catch (const OsError&) {
  }
}

// Threads that live as long as the process, one less than it has cores. A thread for each call would cost
// more than its creation: the allocator gives every thread its own heap, whose pages are touched again each
// time and must be transferred when it ends.
class Crew {
 public:
  explicit Crew(std::size_t size) {
    start(threads_, size, [this] { serve(); });
  }
  ~Crew() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wanted_.notify_all();
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  std::size_t size() const { return threads_.size(); }

  // Lets up to `helpers` threads work on the job until withdraw().
  void offer(Job& job, std::size_t helpers) {
    {
      const std::lock_guard lock(mutex_);
      jobs_.insert(jobs_.end(), helpers, &job);
    }
    for (std::size_t i = 0; i < helpers; ++i) wanted_.notify_one();
  }

  // Returns when no thread works on it any more.
  void withdraw(Job& job) {
    std::unique_lock lock(mutex_);
    std::erase(jobs_, &job);
    done_.wait(lock, [&] { return job.running == 0; });
  }

 private:
  void serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wanted_.wait(lock, [&] { return ending_ || !jobs_.empty(); });
      if (ending_) return;
      Job& job = *jobs_.front();
      jobs_.pop_front();
      ++job.running;
      lock.unlock();
      job.run();
      lock.lock();
      if (--job.running == 0) done_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable wanted_, done_;
  std::deque<Job*> jobs_;  // once for each helper that may still join
  bool ending_ = false;
  std::deque<StackThread> threads_;  // last: joined before the other members are destroyed
};

// All callers share the process's cores: the only object that is not passed as an argument.
Crew& crew() {
  // OpenSSL keeps data for each thread that hashes, and frees it when the thread ends: its handler for the
  // end of the process must be registered first, so that it runs last.
  static const std::string registered = sha256({});
  static Crew of_process(std::max(1U, std::thread::hardware_concurrency()) - 1);
  return of_process;
}

}  // namespace

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work, unsigned jobs) {
  if (count == 0) return;
  const std::size_t wanted = jobs == 0 ? crew().size() + 1 : jobs;
  const std::size_t helpers = std::min(wanted, count) - 1;
  Job job(count, work);
  if (helpers == 0) {
    job.run();
  } else {
    const std::size_t of_crew = std::min(helpers, crew().size());
    std::deque<StackThread> more;  // for work that waits more than it computes
    start(more, helpers - of_crew, [&] { job.run(); });
    crew().offer(job, of_crew);
    job.run();
    crew().withdraw(job);
  }
  job.rethrow();
}

}  // namespace schemac

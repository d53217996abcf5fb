// One guest with everything it runs on: engine, store, descriptors, roots, signals. Born
// linked and ready to start; when it goes, so does all the guest made.
#pragma once

#include <memory>

#include "waggle/abi/guest.hh"
#include "waggle/abi/modules.hh"
#include "waggle/runtime/run.hh"
#include "waggle/sys/alarm.hh"
#include "waggle/sys/descriptors.hh"
#include "waggle/sys/roots.hh"
#include "waggle/sys/signals.hh"
#include "waggle/sys/stop.hh"
#include "waggle/vm/aot_cache.hh"

namespace waggle::runtime {

class Instance {
 public:
  // `options` and `log` are borrowed for the Instance's life.
  static Result<std::unique_ptr<Instance>> create(const RunOptions& options, Log& log);
  // The same for module `position` of options.chain, which ends when `first` does.
  static Result<std::unique_ptr<Instance>> create_follower(const Instance& first, std::size_t position);
  Instance(const Instance&) = delete;
  ~Instance();

  // Instantiates the module and calls `_start`; once.
  Result<abi::Ending> start();

 private:
  Instance(const RunOptions& options, Log& log) : options_(options), log_(log), cache_(options.cache_folder, log) {}
  Result<void> prepare_system(const std::string& path, const std::optional<ByteVector>& content);
  Result<void> prepare_guest();
  Result<void> prepare_chain();
  Result<void> instantiate();
  Result<abi::Ending> run_to_end();
  Result<abi::Ending> run_entry();
  Result<abi::Ending> run_bpf_main();
  Result<void> pass_on(MutableBytes event);
  Result<void> wake_at(sys::Time time);
  abi::Ending ending_of(const Result<void>& called);
  bool keep_going();

  const RunOptions& options_;
  Log& log_;
  vm::AotCache cache_;
  // In order of dependence: what is below uses what is above.
  std::shared_ptr<sys::Stop> stop_;     // of the whole chain
  std::shared_ptr<vm::Engine> engine_;  // the same
  std::optional<vm::Module> module_;
  std::unique_ptr<sys::Signals> signals_;  // or, embedded:
  std::optional<sys::Alarm> alarm_;
  std::optional<sys::Roots> roots_;
  sys::Descriptors descriptors_;
  std::optional<abi::Linkage> linkage_;
  std::unique_ptr<vm::Store> store_;
  std::unique_ptr<abi::Guest> guest_;
  std::vector<std::unique_ptr<Instance>> chain_;
};

}  // namespace waggle::runtime

;; Makes a system call that waggle does not have; exits with the errno.
(module
  (import "linux" "fork" (func $fork (result i64)))
  (import "linux" "exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (i32.wrap_i64 (i64.sub (i64.const 0) (call $fork))))))

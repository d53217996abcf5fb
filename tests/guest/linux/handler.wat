;; Handles SIGINT: says when it waits and what it caught, and ends by itself. Twice, so that the
;; second signal is handled too.
(module
  (import "linux" "rt_sigaction" (func $rt_sigaction (param i32 i32 i32 i32) (result i64)))
  (import "linux" "ppoll" (func $ppoll (param i32 i32 i32 i32 i32) (result i64)))
  (import "linux" "next_signal" (func $next_signal (result i64)))
  (import "linux" "write" (func $write (param i32 i32 i32) (result i64)))
  (import "linux" "exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "waiting\n")
  (data (i32.const 72) "caught 2\n")
  (func $catch
    (drop (call $write (i32.const 1) (i32.const 64) (i32.const 8)))
    (if (i64.ne (call $ppoll (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)) (i64.const -4))
      (then (call $exit (i32.const 1))))
    (if (i64.ne (call $next_signal) (i64.const 2)) (then (call $exit (i32.const 2))))
    (if (i64.ne (call $next_signal) (i64.const 0)) (then (call $exit (i32.const 3))))
    (drop (call $write (i32.const 1) (i32.const 72) (i32.const 9))))
  (func (export "_start")
    (if (i64.ne (call $rt_sigaction (i32.const 2) (i32.const 256) (i32.const 0) (i32.const 8)) (i64.const 0))
      (then (call $exit (i32.const 4))))
    (call $catch)
    (call $catch)
    (call $exit (i32.const 7)))
  ;; struct sigaction: a handler that is not called here
  (data (i32.const 256) "\64"))

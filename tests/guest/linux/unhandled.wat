;; Waits for ever and handles nothing; when the wait fails it says goodbye, and calls that a success.
(module
  (import "linux" "poll" (func $poll (param i32 i32 i32) (result i64)))
  (import "linux" "write" (func $write (param i32 i32 i32) (result i64)))
  (import "linux" "exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "waiting\n")
  (data (i32.const 72) "goodbye\n")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 64) (i32.const 8)))
    (drop (call $poll (i32.const 0) (i32.const 0) (i32.const -1)))
    (drop (call $write (i32.const 1) (i32.const 72) (i32.const 8)))
    (call $exit (i32.const 0))))

;; Writes a line, and sleeps an hour. A sleep that is cut short makes it say so; then it exits
;; with 3, or, given an argument, computes for ever.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\20\00\00\00\03\00\00\00")
  (data (i32.const 8) "\24\00\00\00\04\00\00\00")
  (data (i32.const 32) "up\0a.bye\0a")
  ;; At 64 a subscription: the monotonic clock, 3600 s from now.
  (data (i32.const 80) "\01")
  (data (i32.const 88) "\00\a0\b8\30\46\03\00\00")
  (func (export "_start")
    (drop (call $args_sizes_get (i32.const 200) (i32.const 204)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
    (drop (call $poll_oneoff (i32.const 64) (i32.const 128) (i32.const 1) (i32.const 16)))
    (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))
    (loop $forever (br_if $forever (i32.gt_u (i32.load (i32.const 200)) (i32.const 1))))
    (call $proc_exit (i32.const 3))))

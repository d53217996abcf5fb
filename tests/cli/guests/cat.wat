;; cat.wat DIRECTORY-DESCRIPTOR PATH: writes the beginning of a file. Exits with WASI's errno.
(module
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\00\10\00\00\00\10\00\00")  ;; an iovec: 4096 bytes at 4096
  (func $length (param $text i32) (result i32) (local $n i32)
    (loop $next
      (if (i32.load8_u (i32.add (local.get $text) (local.get $n)))
        (then (local.set $n (i32.add (local.get $n) (i32.const 1))) (br $next))))
    (local.get $n))
  (func $must (param $error i32)
    (if (local.get $error) (then (call $proc_exit (local.get $error)))))
  (func (export "_start") (local $path i32)
    (call $must (call $args_get (i32.const 64) (i32.const 1024)))
    (local.set $path (i32.load (i32.const 72)))
    (call $must (call $path_open
      (i32.sub (i32.load8_u (i32.load (i32.const 68))) (i32.const 48)) (i32.const 1)  ;; 1: follow a link
      (local.get $path) (call $length (local.get $path))
      (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16)))  ;; right 2: fd_read
    (call $must (call $fd_read (i32.load (i32.const 16)) (i32.const 0) (i32.const 1) (i32.const 4)))
    (call $must (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 20)))))

;; Opens its first directory again and again, keeps every descriptor, and exits with WASI's errno
;; of the open that failed; with 0 after a million.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) ".")
  (func (export "_start") (local $left i32) (local $error i32)
    (local.set $left (i32.const 1000000))
    (loop $again
      (local.set $error (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1)
        (i32.const 2) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 16)))  ;; 2: a directory
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (i32.and (i32.eqz (local.get $error)) (i32.ne (local.get $left) (i32.const 0)))))
    (call $proc_exit (local.get $error))))

;; Writes 000000, 000001, ... a line each, as fast as it can.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\07\00\00\00")
  (data (i32.const 16) "000000\0a")
  ;; Adds one to the decimal digit at $at; a digit beyond 9 becomes 0 and carries to the left.
  (func $add (param $at i32)
    (i32.store8 (local.get $at) (i32.add (i32.load8_u (local.get $at)) (i32.const 1)))
    (if (i32.le_u (i32.load8_u (local.get $at)) (i32.const 57)) (then (return)))
    (i32.store8 (local.get $at) (i32.const 48))
    (if (i32.gt_u (local.get $at) (i32.const 16)) (then (call $add (i32.sub (local.get $at) (i32.const 1))))))
  (func (export "_start") (local $error i32)
    (loop $again
      (local.set $error (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      (if (local.get $error) (then (call $proc_exit (local.get $error))))
      (call $add (i32.const 21))
      (br $again))))

;; Opens the file named by its first argument and writes what is in it; exits with the descriptor's
;; number, or with 100 and the errno.
(module
  (import "linux" "args" (func $args (param i32 i32) (result i64)))
  (import "linux" "openat" (func $openat (param i32 i32 i32 i32) (result i64)))
  (import "linux" "read" (func $read (param i32 i32 i32) (result i64)))
  (import "linux" "write" (func $write (param i32 i32 i32) (result i64)))
  (import "linux" "exit" (func $exit (param i32)))
  (memory (export "memory") 2)
  (func (export "_start")
    (local $fd i64) (local $n i64)
    (drop (call $args (i32.const 0) (i32.const 1024)))
    ;; argv[1] is the second of the addresses, 8 bytes wide
    (local.set $fd
      (call $openat (i32.const -100) (i32.load (i32.const 8)) (i32.const 0) (i32.const 0)))
    (if (i64.lt_s (local.get $fd) (i64.const 0))
      (then (call $exit (i32.sub (i32.const 100) (i32.wrap_i64 (local.get $fd))))))
    (loop $more
      (local.set $n (call $read (i32.wrap_i64 (local.get $fd)) (i32.const 8192) (i32.const 65536)))
      (if (i64.gt_s (local.get $n) (i64.const 0))
        (then
          (drop (call $write (i32.const 1) (i32.const 8192) (i32.wrap_i64 (local.get $n))))
          (br $more))))
    (call $exit (i32.wrap_i64 (local.get $fd)))))

#!/usr/bin/env python3
"""Runs a command on a terminal of its own, and passes on what it writes there, <esc> for the escape character.

usage: terminal.py COLUMNS ROWS COMMAND [ARG...]      (exits as the command does)
"""
import fcntl
import os
import pty
import struct
import sys
import termios


def main():
    columns, rows = int(sys.argv[1]), int(sys.argv[2])
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.execvp(sys.argv[3], sys.argv[3:])
    while True:
        try:
            text = os.read(terminal, 1 << 16)
        except OSError:  # EIO: the other end is closed
            break
        sys.stdout.buffer.write(text.replace(b"\r\n", b"\n").replace(b"\x1b", b"<esc>"))
        sys.stdout.buffer.flush()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    sys.exit(main())

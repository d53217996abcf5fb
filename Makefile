# The verbs of the house; each is thin, can be repeated, and says in `make help` what it does.
# The work is in scripts/ and in CMake's presets.
PRESET ?= dev
FOR ?=
BUILD := build/$(PRESET)
export PATH := $(HOME)/.cargo/bin:$(PATH)
MAKEFLAGS += --no-print-directory

.PHONY: help setup sdk build run test test-asan test-vm test-dist fuzz lint fmt gen rebase rebase-vm bench dist clean
help: ## say what each verb does (the default)
	@sed -n 's/^\([a-z-]*\):.* ## /\1 /p' Makefile | while read -r verb what; do printf '  make %-10s %s\n' "$$verb" "$$what"; done
	@echo "  PRESET=$(PRESET) builds build/$(PRESET); CMakePresets.json has the others"

setup: ## install what is missing (deps/apt.txt, Rust), build the engine and the C sysroot once
	@scripts/setup

sdk: setup ## the sysroot of C guests, built once; prints its folder
	@scripts/sdk

build: setup ## setup, then build everything into build/dev
	@scripts/build $(PRESET)

run: build ## setup, build, and run examples/bootstrap on this kernel until Ctrl-C (FOR=5s: for that long)
	@scripts/run $(BUILD) $(if $(FOR),--timeout $(FOR))

test: ## setup, build, and run all tests that this machine can run
	@scripts/setup test
	@scripts/build $(PRESET)
	@scripts/test $(PRESET)

test-asan: ## the same tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@scripts/setup test
	@scripts/build asan
	@scripts/test asan

test-vm: ## the kernel tests on a 6.12 kernel in a virtual machine (emulated; two minutes)
	@scripts/setup test vm
	@scripts/build $(PRESET)
	@tests/vm/run $(PRESET)

fuzz: ## every parser with inputs that a fuzzer makes up, for ten minutes each (FOR=10: for so many seconds)
	@scripts/setup
	@tests/fuzz/run $(FOR)

lint: ## layers, budgets, words, format, clang-tidy, headers, generated files, both compilers
	@scripts/setup test lint
	@scripts/lint

fmt: ## bring all C and C++ into the format
	@scripts/setup lint
	@scripts/sources '*.cc' '*.hh' '*.c' '*.h' ':!*/imports/*' | xargs -0 clang-format-19 -i

gen: build ## write the generated files: abi/ docs/abi/ and the imports/ of sdk/
	@scripts/gen $(BUILD)

rebase: build ## accept what the tests print and count now: *.test files, tests/counts.txt
	@scripts/sources '*.test' | xargs -0r tests/run_golden.py --build $(BUILD) --rebase
	@scripts/test $(PRESET) --rebase

rebase-vm: build ## accept how many kernel tests the virtual machine runs now
	@scripts/setup test vm
	@tests/vm/run $(PRESET) --rebase

bench: ## setup, build the release, and measure it beside native programs
	@scripts/setup test
	@scripts/build release
	@bench/run build/release

dist: ## a tarball and a .deb in dist/
	@scripts/setup dist
	@scripts/build release
	@scripts/dist build/release

test-dist: dist ## install the .deb in a second clean root and run it there
	@tests/dist/run dist

clean: ## remove build/ and dist/; the dependency cache in ~/.cache/waggle stays
	@rm -rf build dist

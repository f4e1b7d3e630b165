#!/bin/bash
# Builds the fake libraries of accelerators' vendors into a folder, under the names that the real ones have:
#
#     Tests/FakeAccelerators/build.sh FOLDER
#
# Used as ASSAY_LIBRARY_PATH=FOLDER. FakeCUDA is told by FAKE_CUDA what to do wrong; see cuda/README.md. Libraries that
# lack a function are in FOLDER/missing-symbol, to be named before FOLDER.
set -euo pipefail

folder="${1:?usage: build.sh FOLDER}"
cd "$(dirname "${BASH_SOURCE[0]}")"
device=../../Sources/CGEMM/device
compiler="$(command -v clang || command -v cc)"
flags=(-std=gnu11 -O2 -Wall -Wextra -fPIC -fvisibility=hidden -I"$folder/generated")
mkdir -p "$folder/generated" "$folder/missing-symbol"

# library NAME SOURCES…
library() {
  local name="$1"
  shift
  "$compiler" "${flags[@]}" -shared -Wl,-soname,"$(basename "$name")" -o "$folder/$name" "$@" -lm
}

"$compiler" -std=c11 device/print_kernels.c $device/kernels.c -o "$folder/generated/print-kernels"
"$folder/generated/print-kernels" > "$folder/generated/device_kernels.inc"
host_kernels="device/host_kernels.c $device/kernels.c"

library libcuda.so.1 cuda/driver.c cuda/memory.c cuda/stream.c cuda/behaviour.c $host_kernels
library libcublasLt.so.12 cuda/cublaslt.c cuda/algorithms.c cuda/product.c cuda/elements.c cuda/behaviour.c
library missing-symbol/libcublasLt.so.12 -DFAKE_MISSING_SYMBOL cuda/cublaslt.c cuda/algorithms.c cuda/product.c \
  cuda/elements.c cuda/behaviour.c
library libcusparseLt.so.0 cuda/cusparselt.c cuda/product.c cuda/elements.c cuda/behaviour.c
library libnvidia-ml.so.1 cuda/nvml.c cuda/behaviour.c
library libnvrtc.so.12 cuda/nvrtc.c cuda/behaviour.c

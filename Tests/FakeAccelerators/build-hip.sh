#!/usr/bin/env bash
# Builds the fake libraries behind HIP into a folder, with real arithmetic and the names that ROCm gives them:
#
#     Tests/FakeAccelerators/build-hip.sh FOLDER
#     ASSAY_LIBRARY_PATH=FOLDER FAKE_HIP=dual-die,devices=4 assay measure …
#
# hip/README.md tells what FAKE_HIP may say.
#
# FOLDER/hip-without-copy has a HIP without hipMemcpyAsync, FOLDER/hip-alone a HIP without a library that multiplies, and
# FOLDER/open-hip opens the plug-in and tells how that ended.
set -euo pipefail

folder=${1:?"usage: build-hip.sh FOLDER"}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sources=$here/../../Sources/CGEMM
compile=("${CC:-cc}" -std=c11 -O2 -ffp-contract=off -Wall -Wextra -Werror -fPIC)
runtime=("$here"/hip/{behaviour,device,memory,stream,module,hiprtc}.c)
hip=libamdhip64.so.6
beside=(-L"$folder" -l:$hip -Wl,-rpath,'$ORIGIN' -lm)

mkdir -p "$folder"/hip-without-copy "$folder"/hip-alone
"${compile[@]}" -shared -Wl,-soname,$hip "${runtime[@]}" -o "$folder/$hip" -ldl -pthread
"${compile[@]}" -shared -Wl,-soname,$hip -DFAKE_WITHOUT_COPY "${runtime[@]}" -o "$folder/hip-without-copy/$hip" -ldl -pthread
cp "$folder/$hip" "$folder/hip-alone/$hip"
"${compile[@]}" -shared -Wl,-soname,libhipblaslt.so.0 "$here"/hip/{hipblaslt,numbers}.c \
  -o "$folder/libhipblaslt.so.0.12.60401" "${beside[@]}"
ln -sf libhipblaslt.so.0.12.60401 "$folder/libhipblaslt.so.0"
"${compile[@]}" -shared -Wl,-soname,librocblas.so.4 "$here"/hip/{rocblas,numbers}.c \
  -o "$folder/librocblas.so.4" "${beside[@]}"
"${compile[@]}" -shared -Wl,-soname,librocm_smi64.so.6 "$here"/hip/rocm_smi.c -o "$folder/librocm_smi64.so.6" "${beside[@]}"
"${compile[@]}" -I"$sources/include" "$here/hip/open.c" "$sources"/hip/*.c "$sources"/device/*.c "$sources/library.c" \
  -o "$folder/open-hip" -ldl -lm

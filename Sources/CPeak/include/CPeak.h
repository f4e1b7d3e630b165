/// Register-only multiply kernels: what one instruction of this silicon delivers when memory plays no part.
///
/// Each kernel repeats one multiply-accumulate instruction over enough independent accumulators to hide its latency,
/// with every operand in a register. Which kernels can run is decided at run time: on x86-64 from CPUID and from the
/// register state that the operating system has enabled, on AArch64 from what the kernel announces (HWCAP). Linux on
/// x86-64 and AArch64; elsewhere the registry is empty.
///
/// No function keeps state between calls, and all of them may be called from any thread.
#ifndef CPEAK_H
#define CPEAK_H

#include "CPeakMemory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The four registers that the CPUID instruction returns.
struct cpeak_cpuid_registers {
    uint32_t eax;
    uint32_t ebx;
    uint32_t ecx;
    uint32_t edx;
};

/// Reads one CPUID leaf.
///
/// - Parameter leaf: The leaf: basic (`0x0…`), extended (`0x8000000…`) or a hypervisor's (`0x400000…`).
/// - Parameter subleaf: The value of ECX; 0 where the leaf has no subleaves.
/// - Parameter out: Receives the registers; untouched on failure.
/// - Returns: false if the processor has no such leaf or no CPUID instruction.
bool cpeak_cpuid(uint32_t leaf, uint32_t subleaf, struct cpeak_cpuid_registers *out);

/// The register state that the operating system saves and restores, as the bits of XCR0
/// (1 SSE, 2 AVX, 5–7 AVX-512, 17–18 AMX).
///
/// - Returns: 0 where the operating system has not enabled XSAVE, and on other architectures.
uint64_t cpeak_xcr0(void);

/// The true clock of the calling thread's core, in hertz, while it works.
///
/// Times a chain of additions, each of which needs the result of the one before and takes one cycle. The answer is the
/// best of many slices of about 50 µs: a disturbance can only make a slice look slow.
///
/// - Parameter seconds: How long to measure; at least one slice runs. A core at rest may need 1–10 ms to speed up.
/// - Returns: 0 on an architecture without a chain.
double cpeak_clock_hz(double seconds);

/// One multiply instruction. All strings are static.
struct cpeak_kernel {
    /// Unique and stable, for example `avx512bf16-zmm`.
    const char *id;
    /// The format of the multiply's inputs: `fp64`, `fp32`, `fp16`, `bf16`, `int16` or `int8`.
    const char *precision;
    /// The instruction set as its vendor writes it, for example `AVX512-BF16`.
    const char *isa;
    /// The mnemonic and its register width, for example `vdpbf16ps zmm`. Where it takes several instructions to
    /// multiply and accumulate, their mnemonics, joined by `+`; together they count as one.
    const char *instruction;
    /// Operations in one instruction; a multiply-accumulate is 2. Where the length of a register is known only at run
    /// time (SVE), in each 128 bits of it: ``cpeak_kernel_operations`` knows all of them.
    unsigned operations_per_instruction;
};

/// The number of kernels compiled for this architecture, whether or not this processor can run them.
size_t cpeak_kernel_count(void);

/// The kernel at an index below ``cpeak_kernel_count``; NULL beyond it. The pointer stays valid for ever.
const struct cpeak_kernel *cpeak_kernel_at(size_t index);

/// Whether the processor has the kernel's instruction and the operating system has enabled the registers it uses.
///
/// - Parameter kernel: A pointer obtained from ``cpeak_kernel_at``.
bool cpeak_kernel_available(const struct cpeak_kernel *kernel);

/// Operations in one instruction on this processor.
///
/// - Parameter kernel: A pointer obtained from ``cpeak_kernel_at``.
/// - Returns: 0 if the kernel is not available.
unsigned cpeak_kernel_operations(const struct cpeak_kernel *kernel);

/// Whether the kernel's instruction computes the multiply that the kernel claims, with as many operations as it claims.
///
/// Runs the loop that ``cpeak_run`` times for 3 passes over operands that differ in every position, and compares every
/// accumulator with a model in plain C, bit for bit: the operands are whole numbers so small that nothing is rounded.
/// Takes a few microseconds.
///
/// - Parameter kernel: A pointer obtained from ``cpeak_kernel_at``.
/// - Returns: false too if `kernel` is NULL or not available, or the system refuses the registers it uses.
bool cpeak_kernel_verify(const struct cpeak_kernel *kernel);

/// What ``cpeak_run`` measured.
struct cpeak_run_result {
    /// Operations executed by all threads together.
    double operations;
    /// Seconds from the first thread's start to the last thread's end.
    double seconds;
    /// `operations / seconds`.
    double operations_per_second;
};

/// Runs a kernel on several threads at once.
///
/// The threads start together; each repeats chunks of 10–60 µs until its own clock says that `seconds` have passed.
/// The caller is the first of them. Threads are not pinned to cores. On a busy machine `seconds` of the result exceeds
/// the request, and the rate is what was delivered, not what the silicon can do: take the best of several runs.
///
/// - Parameter kernel: A pointer obtained from ``cpeak_kernel_at``.
/// - Parameter threads: At least 1.
/// - Parameter seconds: The duration, finite and above 0. 0.01 to 0.02 is enough.
/// - Parameter out: Receives the result; untouched on failure.
/// - Returns: 0; `EINVAL` for a bad argument; `ENOTSUP` if the kernel is not available; `ENOMEM`; or the error of
///   `pthread_create` or `arch_prctl`.
int cpeak_run(const struct cpeak_kernel *kernel, unsigned threads, double seconds, struct cpeak_run_result *out);

#ifdef __cplusplus
}
#endif

#endif

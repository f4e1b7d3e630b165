/// The plug-in interface: how Assay reaches an accelerator through a shared library in C.
///
/// A plug-in is a shared library that exports
///
///     const struct assay_plugin *assay_plugin(void);
///
/// and is used as `assay measure --worker ./libvendor.so --device all`. Assay loads it in a process of its own, draws
/// the operands, times, checks and records; a plug-in only knows its vendor's libraries. CUDA (`cuda/`) and HIP (`hip/`)
/// are reached through the same interface. Who would rather speak JSON lines than C implements docs/worker-protocol.md.
///
/// Calls: from one thread, one at a time. Every function that can fail returns an `assay_status` and, when it is not
/// `ASSAY_OK`, writes one sentence (what failed, with the library's own error name) to `message`, cut to `capacity` and
/// ended by a zero. A plug-in never exits, never prints to standard output and never waits for ever.
///
/// Products: C (m × n) = A (m × k) · B (k × n), row-major without padding. B lies as n rows of k elements where
/// `b_transposed` is set, else as k rows of n. Two elements of 4 bits share a byte, the first in the low half.
#ifndef ASSAY_PLUGIN_H
#define ASSAY_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The version of this interface; changes when a member changes its meaning.
#define ASSAY_PLUGIN_ABI 1

/// How a call ended.
enum assay_status {
    ASSAY_OK = 0,
    /// The device or the library has no such thing, and never will: not a failure.
    ASSAY_UNSUPPORTED = 1,
    /// The device has no memory left for it.
    ASSAY_OUT_OF_MEMORY = 2,
    /// The device belongs to somebody else now, or its mode forbids a further process.
    ASSAY_BUSY = 3,
    /// The device has vanished or has to be reset: nothing can be asked of it any more.
    ASSAY_GONE = 4,
    /// Anything else.
    ASSAY_FAILED = 5,
};

/// The format of an element.
enum assay_format {
    ASSAY_FP64 = 0,
    ASSAY_FP32 = 1,
    ASSAY_FP16 = 2,
    ASSAY_BF16 = 3,
    /// OCP OFP8.
    ASSAY_FP8E4M3 = 4,
    ASSAY_FP8E5M2 = 5,
    /// OCP MX E2M1, two a byte.
    ASSAY_FP4 = 6,
    ASSAY_INT8 = 7,
    ASSAY_INT32 = 8,
};

/// By which arithmetic inputs are multiplied, where their format leaves a choice.
enum assay_arithmetic {
    /// In the inputs' own format.
    ASSAY_PLAIN = 0,
    /// FP32 inputs, of which the unit takes 19 bits: TF32.
    ASSAY_TF32 = 1,
};

/// A kind of product.
struct assay_product {
    /// `assay_format` of A and B.
    int32_t input;
    /// `assay_format` of C.
    int32_t output;
    /// `assay_arithmetic`.
    int32_t arithmetic;
    /// 0: the sum is kept as exactly as the device can. 1: the faster, less exact one, where there are two (FP8 without
    /// promotion to FP32; FP16 summed in FP16).
    int32_t fast_accumulate;
    /// 0: dense. 1: of four neighbouring elements of a row of A two are zero (2:4).
    int32_t sparse;
    int32_t b_transposed;
    int64_t m, n, k;
};

/// What a device is. Texts are UTF-8, empty where the device does not tell; numbers are 0 then.
struct assay_device {
    char name[128];
    char vendor[64];
    /// "sm_90", "gfx942".
    char architecture[32];
    char uuid[64];
    /// "0000:17:00.0".
    char pci_address[32];
    uint32_t pci_vendor, pci_device, pci_subsystem_vendor, pci_subsystem_device;
    uint64_t memory_bytes, free_bytes, cache_bytes;
    /// Multiprocessors or compute units that this device may use.
    uint32_t processors;
    /// Those of the whole part, where this device is a known share of it (a MIG instance); 0 for a whole part.
    uint32_t whole_processors;
    /// What share it is, in the vendor's words ("MIG 1g.10gb", "vGPU"); empty for a whole part.
    char partition[64];
    /// Devices with the same text here are dies of one package; empty where a device is a package.
    char package[64];
    /// 1 when memory corrects errors, 0 when it does not, -1 when it is not told.
    int32_t ecc;
    /// Of the driver, and of the libraries in words ("cuBLASLt 12.4.5, cudart 12.4").
    char driver[64];
    char libraries[256];
};

/// What a device is doing. A value that is not told is NaN, a text empty.
struct assay_telemetry {
    double watts, limit_watts;
    /// Since some moment in the past; the difference of two readings counts.
    double joules;
    double celsius;
    double clock_mhz, highest_clock_mhz, memory_clock_mhz;
    /// Share of time in which anything ran, 0…1.
    double utilisation;
    /// Processes that use the device, this one included; -1 where it is not told.
    int32_t processes;
    /// Why the clock is lowered, in words, separated by "; "; "none" where it is known not to be.
    char throttle[256];
};

/// What a plug-in keeps of the libraries it has opened, of a device, of a product: its own.
struct assay_session;
struct assay_prepared;

struct assay_plugin {
    /// `ASSAY_PLUGIN_ABI`, and the bytes of this structure: a plug-in of another version is refused with a message.
    uint32_t abi, size;
    /// "CUDA"; devices are called by its lower case, "cuda:0".
    const char *name;
    const char *version;

    /// Opens the libraries. `ASSAY_UNSUPPORTED` says which library or symbol is missing or too old, and what to install.
    int32_t (*open)(struct assay_session **session, char *message, size_t capacity);
    void (*close)(struct assay_session *session);

    int32_t (*count)(struct assay_session *session, int32_t *devices, char *message, size_t capacity);
    /// Takes no memory on the device.
    int32_t (*describe)(struct assay_session *session, int32_t device, struct assay_device *result, char *message,
                        size_t capacity);
    /// Reads what the device is doing; usable beside another process that measures, without `select`. NULL if there is
    /// no such thing.
    int32_t (*telemetry)(struct assay_session *session, int32_t device, struct assay_telemetry *result, char *message,
                         size_t capacity);

    /// Chooses the device of all calls below. Called once.
    int32_t (*select)(struct assay_session *session, int32_t device, char *message, size_t capacity);
    /// Whether the device and the library have this kind of product; m, n and k are 0.
    int32_t (*supports)(struct assay_session *session, const struct assay_product *product, char *message,
                        size_t capacity);

    /// `memory` is the device's address, aligned to 256 bytes.
    int32_t (*allocate)(struct assay_session *session, uint64_t bytes, uint64_t *memory, char *message, size_t capacity);
    void (*release)(struct assay_session *session, uint64_t memory);
    int32_t (*upload)(struct assay_session *session, uint64_t memory, const void *from, uint64_t bytes, char *message,
                      size_t capacity);
    int32_t (*download)(struct assay_session *session, void *to, uint64_t memory, uint64_t bytes, char *message,
                        size_t capacity);

    /// Draws `count` uniform elements on the device, as docs/worker-protocol.md defines them (`distribution` "uniform").
    /// NULL or `ASSAY_UNSUPPORTED`: they are drawn on the host and copied.
    int32_t (*draw)(struct assay_session *session, int32_t format, uint64_t memory, uint64_t count, uint64_t seed,
                    char *message, size_t capacity);
    /// Writes to `to` the rows × columns elements of `from` with the signs that the protocol's `flip` gives them. NULL or
    /// `ASSAY_UNSUPPORTED`: done on the host.
    int32_t (*flip)(struct assay_session *session, int32_t format, uint64_t to, uint64_t from, uint64_t rows,
                    uint64_t columns, uint64_t seed, char *message, size_t capacity);
    /// The largest |C·x − A·(B·x)| over all rows, in FP64 on the device, with x from the protocol's `check`, and its row.
    /// NULL or `ASSAY_UNSUPPORTED`: only the host checks.
    int32_t (*check)(struct assay_session *session, const struct assay_product *product, uint64_t a, uint64_t b,
                     uint64_t c, uint64_t seed, double *largest, uint64_t *row, char *message, size_t capacity);

    /// Asks the library for its kernels for a product, best first by its own heuristic; at least one.
    int32_t (*prepare)(struct assay_session *session, const struct assay_product *product, int32_t wanted,
                       struct assay_prepared **prepared, int32_t *kernels, char *message, size_t capacity);
    void (*discard)(struct assay_session *session, struct assay_prepared *prepared);
    /// What the library says of a kernel; valid until `discard`.
    const char *(*kernel)(const struct assay_prepared *prepared, int32_t kernel);
    /// Computes `count` products one after another without a gap and waits for the last: number i on a[i % sets],
    /// b[i % sets], c[i % sets].
    ///
    /// - Parameter seconds: of all together by the device's own clock, launches not counted.
    int32_t (*run)(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel, const uint64_t *a,
                   const uint64_t *b, const uint64_t *c, int32_t sets, int32_t count, double *seconds, char *message,
                   size_t capacity);

    /// Moves `bytes` from one place of the device's memory to another (`kind` 0), or reads them (1), `count` times; or
    /// copies them to another device (2). `moved` counts reads and writes. NULL if there is no such thing.
    int32_t (*bandwidth)(struct assay_session *session, int32_t kind, int32_t peer, uint64_t bytes, int32_t count,
                         double *seconds, uint64_t *moved, char *message, size_t capacity);
};

/// CUDA: driver, cudart, cuBLASLt 11 to 13, NVML; NVRTC and cuSPARSELt where they are.
const struct assay_plugin *assay_cuda(void);
/// HIP and what keeps its interface: hipBLASLt, rocBLAS, rocm-smi; hipRTC where it is.
const struct assay_plugin *assay_hip(void);

#ifdef __cplusplus
}
#endif

#endif

// A plug-in in a process of its own, called by lines: what the tests of the plug-ins drive, so that each can have its
// own libraries and environment, and may kill one that hangs.
//
//     plugin-probe cuda|hip
//
// A line is a call and its arguments, separated by blanks; the answer is a line too: the status, and after tabs what
// the call gave or its message. Operands go through files.
#include "assay_plugin.h"

#include "../../Sources/CGEMM/cuda/nvrtc.h"
#include "../../Sources/CGEMM/device/kernels.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A build may lack one of them.
__attribute__((weak)) const struct assay_plugin *assay_cuda(void);
__attribute__((weak)) const struct assay_plugin *assay_hip(void);

enum { WORDS = 4096 };

static struct {
    const struct assay_plugin *plugin;
    struct assay_session *session;
    struct assay_prepared *prepared;
    int32_t kernels;
    char message[1024];
    char *words[WORDS];
    int count;
} probe;

#define MESSAGE probe.message, sizeof probe.message

static int64_t number(int word) { return word < probe.count ? strtoll(probe.words[word], NULL, 10) : 0; }
static uint64_t natural(int word) { return word < probe.count ? strtoull(probe.words[word], NULL, 10) : 0; }
static const char *text(int word) { return word < probe.count ? probe.words[word] : ""; }

static struct assay_product product_at(int word) {
    return (struct assay_product){
        .input = (int32_t)number(word),
        .output = (int32_t)number(word + 1),
        .arithmetic = (int32_t)number(word + 2),
        .fast_accumulate = (int32_t)number(word + 3),
        .sparse = (int32_t)number(word + 4),
        .b_transposed = (int32_t)number(word + 5),
        .m = number(word + 6),
        .n = number(word + 7),
        .k = number(word + 8),
    };
}

static int32_t describe(void) {
    struct assay_device d;
    int32_t status = probe.plugin->describe(probe.session, (int32_t)number(1), &d, MESSAGE);
    if (status == ASSAY_OK) {
        printf("0\tname=%s\tvendor=%s\tarchitecture=%s\tuuid=%s\tpci=%s\tpciVendor=%x\tpciDevice=%x"
               "\tpciSubsystemVendor=%x\tpciSubsystemDevice=%x\tmemory=%" PRIu64 "\tfree=%" PRIu64 "\tcache=%" PRIu64
               "\tprocessors=%u\twholeProcessors=%u\tpartition=%s\tpackage=%s\tecc=%d\tdriver=%s\tlibraries=%s\n",
               d.name, d.vendor, d.architecture, d.uuid, d.pci_address, d.pci_vendor, d.pci_device,
               d.pci_subsystem_vendor, d.pci_subsystem_device, d.memory_bytes, d.free_bytes, d.cache_bytes,
               d.processors, d.whole_processors, d.partition, d.package, d.ecc, d.driver, d.libraries);
    }
    return status;
}

static int32_t telemetry(void) {
    struct assay_telemetry t;
    int32_t status = probe.plugin->telemetry(probe.session, (int32_t)number(1), &t, MESSAGE);
    if (status == ASSAY_OK) {
        printf("0\twatts=%.17g\tlimit=%.17g\tjoules=%.17g\tcelsius=%.17g\tclock=%.17g\thighestClock=%.17g"
               "\tmemoryClock=%.17g\tutilisation=%.17g\tprocesses=%d\tthrottle=%s\n",
               t.watts, t.limit_watts, t.joules, t.celsius, t.clock_mhz, t.highest_clock_mhz, t.memory_clock_mhz,
               t.utilisation, t.processes, t.throttle);
    }
    return status;
}

// upload ADDRESS FILE
static int32_t upload(void) {
    FILE *file = fopen(text(2), "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        snprintf(MESSAGE, "%s cannot be read", text(2));
        return ASSAY_FAILED;
    }
    long bytes = ftell(file);
    void *data = malloc((size_t)bytes + 1);
    rewind(file);
    size_t read = fread(data, 1, (size_t)bytes, file);
    fclose(file);
    int32_t status = probe.plugin->upload(probe.session, natural(1), data, read, MESSAGE);
    free(data);
    return status;
}

// download ADDRESS BYTES FILE
static int32_t download(void) {
    void *data = malloc(natural(2) + 1);
    int32_t status = probe.plugin->download(probe.session, data, natural(1), natural(2), MESSAGE);
    FILE *file = status == ASSAY_OK ? fopen(text(3), "wb") : NULL;
    if (status == ASSAY_OK && (file == NULL || fwrite(data, 1, natural(2), file) != natural(2))) {
        snprintf(MESSAGE, "%s cannot be written", text(3));
        status = ASSAY_FAILED;
    }
    if (file != NULL) {
        fclose(file);
    }
    free(data);
    return status;
}

// check PRODUCT A B C SEED
static int32_t check(void) {
    struct assay_product product = product_at(1);
    double largest = 0;
    uint64_t row = 0;
    int32_t status = probe.plugin->check(probe.session, &product, natural(10), natural(11), natural(12), natural(13),
                                         &largest, &row, MESSAGE);
    if (status == ASSAY_OK) {
        printf("0\t%.17g\t%" PRIu64 "\n", largest, row);
    }
    return status;
}

static void discard(void) {
    if (probe.prepared != NULL) {
        probe.plugin->discard(probe.session, probe.prepared);
        probe.prepared = NULL;
    }
}

// prepare PRODUCT WANTED
static int32_t prepare(void) {
    struct assay_product product = product_at(1);
    discard();
    int32_t status =
        probe.plugin->prepare(probe.session, &product, (int32_t)number(10), &probe.prepared, &probe.kernels, MESSAGE);
    if (status != ASSAY_OK) {
        return status;
    }
    printf("0");
    for (int32_t i = 0; i < probe.kernels; i++) {
        printf("\t%s", probe.plugin->kernel(probe.prepared, i));
    }
    printf("\n");
    return status;
}

// run KERNEL COUNT SETS A… B… C…
static int32_t run(void) {
    const int32_t sets = (int32_t)number(3);
    uint64_t addresses[WORDS];
    double seconds = 0;
    for (int32_t i = 0; i < 3 * sets && i < WORDS; i++) {
        addresses[i] = natural(4 + i);
    }
    int32_t status = probe.plugin->run(probe.session, probe.prepared, (int32_t)number(1), addresses, addresses + sets,
                                       addresses + 2 * sets, sets, (int32_t)number(2), &seconds, MESSAGE);
    if (status == ASSAY_OK) {
        printf("0\t%.17g\n", seconds);
    }
    return status;
}

// bandwidth KIND PEER BYTES COUNT
static int32_t bandwidth(void) {
    double seconds = 0;
    uint64_t moved = 0;
    int32_t status = probe.plugin->bandwidth(probe.session, (int32_t)number(1), (int32_t)number(2), natural(3),
                                             (int32_t)number(4), &seconds, &moved, MESSAGE);
    if (status == ASSAY_OK) {
        printf("0\t%.17g\t%" PRIu64 "\n", seconds, moved);
    }
    return status;
}

static int32_t count_devices(void) {
    int32_t devices = 0;
    int32_t status = probe.plugin->count(probe.session, &devices, MESSAGE);
    if (status == ASSAY_OK) {
        printf("0\t%d\n", devices);
    }
    return status;
}

static int32_t allocate(void) {
    uint64_t memory = 0;
    int32_t status = probe.plugin->allocate(probe.session, natural(1), &memory, MESSAGE);
    if (status == ASSAY_OK) {
        printf("0\t%" PRIu64 "\n", memory);
    }
    return status;
}

static int32_t close_session(void) {
    discard();
    probe.plugin->close(probe.session);
    probe.session = NULL;
    return ASSAY_OK;
}

static int32_t open_session(void) { return probe.plugin->open(&probe.session, MESSAGE); }

static int32_t select_device(void) { return probe.plugin->select(probe.session, (int32_t)number(1), MESSAGE); }

static int32_t supports(void) {
    struct assay_product product = product_at(1);
    return probe.plugin->supports(probe.session, &product, MESSAGE);
}

// draw FORMAT ADDRESS COUNT SEED
static int32_t draw(void) {
    return probe.plugin->draw(probe.session, (int32_t)number(1), natural(2), natural(3), natural(4), MESSAGE);
}

// flip FORMAT TO FROM ROWS COLUMNS SEED
static int32_t flip(void) {
    return probe.plugin->flip(probe.session, (int32_t)number(1), natural(2), natural(3), natural(4), natural(5),
                              natural(6), MESSAGE);
}

static int32_t release(void) {
    probe.plugin->release(probe.session, natural(1));
    return ASSAY_OK;
}

static int32_t discard_product(void) {
    discard();
    return ASSAY_OK;
}

// compile CAPABILITY: the kernels by the NVRTC that there is, as for a driver of today; needs no driver.
static int32_t compile(void) {
    const struct cuda_driver driver = {.version = 13000};
    struct nvrtc nvrtc;
    char *image;
    if (!cgemm_cuda_open_nvrtc(&driver, &nvrtc, MESSAGE)) {
        return ASSAY_UNSUPPORTED;
    }
    if (!cgemm_cuda_compile(&nvrtc, cgemm_device_kernels(), (int)number(1), &image, MESSAGE)) {
        return ASSAY_FAILED;
    }
    // Machine code is an ELF file, PTX is text.
    printf("0\t%s\n", image[0] == 0x7f ? "machine code" : strstr(image, ".entry assay_deviation") ? "PTX" : "unknown");
    free(image);
    return ASSAY_OK;
}

static const struct {
    const char *name;
    int32_t (*call)(void);
    // It prints what it gives.
    bool gives;
} calls[] = {
    {"open", open_session, false},
    {"compile", compile, true},
    {"close", close_session, false},
    {"count", count_devices, true},
    {"describe", describe, true},
    {"telemetry", telemetry, true},
    {"select", select_device, false},
    {"supports", supports, false},
    {"allocate", allocate, true},
    {"release", release, false},
    {"upload", upload, false},
    {"download", download, false},
    {"draw", draw, false},
    {"flip", flip, false},
    {"check", check, true},
    {"prepare", prepare, true},
    {"discard", discard_product, false},
    {"run", run, true},
    {"bandwidth", bandwidth, true},
};

static void answer(void) {
    const size_t count = sizeof calls / sizeof calls[0];
    size_t i = 0;
    while (i < count && strcmp(calls[i].name, text(0)) != 0) {
        i++;
    }
    int32_t status = ASSAY_FAILED;
    if (i == count || (i > 1 && probe.session == NULL)) {
        snprintf(MESSAGE, i == count ? "no such call" : "not open");
    } else {
        status = calls[i].call();
    }
    if (status != ASSAY_OK) {
        printf("%d\t%s\n", status, probe.message);
    } else if (!calls[i].gives) {
        printf("0\n");
    }
    fflush(stdout);
}

static void split(char *line) {
    probe.count = 0;
    for (char *word = strtok(line, " \n"); word != NULL && probe.count < WORDS; word = strtok(NULL, " \n")) {
        probe.words[probe.count++] = word;
    }
}

int main(int count, char **arguments) {
    const char *name = count == 2 ? arguments[1] : "";
    if (strcmp(name, "cuda") == 0 && assay_cuda != NULL) {
        probe.plugin = assay_cuda();
    } else if (strcmp(name, "hip") == 0 && assay_hip != NULL) {
        probe.plugin = assay_hip();
    } else {
        fprintf(stderr, "usage: plugin-probe cuda|hip\n");
        return 2;
    }
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        split(line);
        answer();
    }
    free(line);
    return 0;
}

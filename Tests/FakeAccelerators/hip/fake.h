// What the fake libraries share. The fake runtime keeps everything for each thread apart, so that tests which run side
// by side, each with a behaviour of its own, do not meet.
#ifndef FAKE_HIP_H
#define FAKE_HIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether the behaviour of this name is wanted: a word of the environment variable FAKE_HIP, separated by commas, or of
// what fake_hip_behave was given.
bool fake_wants(const char *word);
// The number behind "word=", or another one.
long fake_number(const char *word, long otherwise);
// Sets the behaviour of this thread and forgets everything else that was remembered of it. NULL: the environment's.
void fake_hip_behave(const char *words);
// What this thread has allocated and not freed.
size_t fake_hip_allocated(void);

// The model that a device is of.
struct fake_model {
    const char *name, *architecture;
    int processors;
    unsigned pci_device;
};

const struct fake_model *fake_model(void);
// Bytes of each device's memory.
size_t fake_memory(void);
int fake_devices(void);
// The bus and the function of a device, both in domain 0 and device 0.
unsigned fake_bus(int device);
unsigned fake_function(int device);

// Whether the device has vanished. Counts a launch if asked to.
bool fake_vanished(bool launching);

// How many products this thread has computed or left out before.
int fake_count_product(void);

// Runs work on a stream, or records it while the stream is captured. `data` is copied. Returns a hipError_t.
typedef void fake_work(const void *data);
int fake_submit(void *stream, fake_work *work, const void *data, size_t bytes);

#endif

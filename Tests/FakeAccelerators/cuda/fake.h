// What the fake libraries of CUDA know of each other. They are separate files as the real ones are, and each may be
// loaded several times, from several folders: so they meet only in the stream that the driver hands out.
#ifndef FAKE_H
#define FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

// What CUstream points to.
struct fake_stream {
    // Does `work` with a copy of its argument, or records it where the stream is being captured.
    int (*submit)(struct fake_stream *stream, void (*work)(void *argument), const void *argument, size_t bytes);
    // Whether so much of the device's memory begins at an address, within one allocation.
    bool (*owns)(const void *address, size_t bytes);
    // The device dies of an error, as after a kernel's illegal access.
    void (*fail)(int error);
    // Major and minor as one number, 100 for 10.0.
    int capability;
    struct fake_recording *recording;
};

// Whether the environment's FAKE_CUDA, words separated by commas, has a word; and the number after it and a `=`.
bool fake_is(const char *word);
long fake_number(const char *word, long otherwise);

// UUIDs as the driver and NVML tell them.
void fake_uuid(int device, unsigned char bytes[16]);

#endif

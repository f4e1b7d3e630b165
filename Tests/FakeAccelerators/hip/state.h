// What the fake runtime remembers of a thread.
#ifndef FAKE_HIP_STATE_H
#define FAKE_HIP_STATE_H

#include <stdbool.h>
#include <stddef.h>

struct fake_state {
    bool is_set;
    char words[256];
    size_t allocated;
    int launches, products;
    int device;
    int last_error;
};

struct fake_state *fake_state(void);

// Remembers an error as hipGetLastError does, and returns it.
int fake_error(int error);

enum {
    FAKE_SUCCESS = 0,
    FAKE_INVALID_VALUE = 1,
    FAKE_OUT_OF_MEMORY = 2,
    FAKE_NO_DEVICE = 100,
    FAKE_INVALID_DEVICE = 101,
    FAKE_CONTEXT_ALREADY_IN_USE = 216,
    FAKE_NOT_FOUND = 500,
    FAKE_NOT_READY = 600,
    FAKE_LAUNCH_FAILURE = 719,
    FAKE_NOT_SUPPORTED = 801,
    FAKE_CAPTURE_UNSUPPORTED = 900,
};

#endif

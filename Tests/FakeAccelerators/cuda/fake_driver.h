// What the parts of FakeCUDA's libcuda.so.1 share.
#ifndef FAKE_DRIVER_H
#define FAKE_DRIVER_H

#include "../../../Sources/CGEMM/cuda/driver.h"
#include "fake.h"

struct fake_state {
    bool initialised;
    // The error that every call returns from now on.
    int dead;
    long calls;
    // The context of the calls.
    void *current;
};

extern struct fake_state fake_state;

// What the real ones do in every call: look at what has gone wrong before.
int fake_enter(void);
// The same, of calls that need a context.
int fake_enter_context(void);

// Major and minor as one number, 100 for 10.0.
int fake_capability(void);
size_t fake_memory_bytes(void);
bool fake_owns(const void *address, size_t bytes);

#endif

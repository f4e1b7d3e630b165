// Runs every kernel that this processor has, compares what it computes with plain C, and prints one line for each.
// Plain C, so that it can be cross-compiled and run under an emulator: see `make check-arm`.
#include "CPeak.h"

#include <stdio.h>
#include <string.h>

// "unavailable", a rate, or what is wrong.
static bool check(const struct cpeak_kernel *kernel, char *text, size_t size) {
    struct cpeak_run_result result;
    const int error = cpeak_run(kernel, 1, 1e-3, &result);
    if (!cpeak_kernel_available(kernel)) {
        const bool refused = error != 0 && !cpeak_kernel_verify(kernel) && cpeak_kernel_operations(kernel) == 0;
        snprintf(text, size, refused ? "unavailable" : "RUNS ALTHOUGH UNAVAILABLE");
        return refused;
    }
    if (!cpeak_kernel_verify(kernel)) {
        snprintf(text, size, "WRONG PRODUCT");
        return false;
    }
    if (error != 0) {
        snprintf(text, size, "ERROR %s", strerror(error));
        return false;
    }
    snprintf(text, size, "verified, %u operations, %.2f GOP/s", cpeak_kernel_operations(kernel),
             result.operations_per_second * 1e-9);
    return true;
}

int main(void) {
    bool passed = cpeak_kernel_count() > 0;
    for (size_t i = 0; i < cpeak_kernel_count(); i++) {
        const struct cpeak_kernel *kernel = cpeak_kernel_at(i);
        char text[80];
        passed &= check(kernel, text, sizeof text);
        printf("%-18s %-6s %-32s %s\n", kernel->id, kernel->precision, kernel->instruction, text);
    }
    return passed ? 0 : 1;
}

// The kernels of Sources/CGEMM/device, run on the host: what a fake driver does when one is launched.
#ifndef HOST_KERNELS_H
#define HOST_KERNELS_H

// The kernel of a name, as its name that stays; NULL if there is none.
const char *host_kernel_name(const char *name);

// Runs every thread of a one-dimensional grid, one after another. `arguments` are pointers to the kernel's, as
// cuLaunchKernel and hipModuleLaunchKernel take them.
void host_kernel_run(const char *name, unsigned blocks, unsigned threads, void **arguments);

#endif

// Writes the source of the kernels, for host_kernels.c to include.
#include "../../../Sources/CGEMM/device/kernels.h"

#include <stdio.h>

int main(void) { return fputs(cgemm_device_kernels(), stdout) < 0; }

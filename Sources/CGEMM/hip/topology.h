// Where a device sits: its address, its dies, its share of a part.
#ifndef CGEMM_HIP_TOPOLOGY_H
#define CGEMM_HIP_TOPOLOGY_H

#include "session.h"

// A PCI address. AMD numbers the partitions of one part by the function, or beside the address.
struct hip_address {
    unsigned domain, bus, device, function;
};

// The address of a HIP device. Returns false where it is not told.
bool hip_address_of(const struct assay_session *session, int device, struct hip_address *address);
bool hip_same_part(const struct hip_address *one, const struct hip_address *other);

// What rocm-smi calls a device; -1 where rocm-smi is not there or does not know it.
int hip_rsmi_device(const struct assay_session *session, int device);

// The compiler's word for a device by the driver's topology (gfx_target_version); empty where it is not told.
void hip_driver_architecture(const struct assay_session *session, int device, char *architecture, size_t capacity);

// Writes the text that the dies of one package share, empty for a package with one device.
//
// Two sorts are told. A part in a mode other than SPX shows its partitions as devices of one PCI address. The two dies
// of an MI250 or MI250X (gfx90a) are told by their links: of a die's eight four lead to its sister and one at least to
// the host, so that no third die is reached over four; rocm-smi tells the number of links by their bandwidth.
void hip_package_of(const struct assay_session *session, int device, const char *architecture, char *package,
                    size_t capacity);

// Writes "CPX, 1 of 8" for a device that is a share of a part, and how many such shares there are; empty and 0 for a
// whole part, 0 too where the number is not told.
void hip_partition_of(const struct assay_session *session, int device, char *partition, size_t capacity,
                      unsigned *shares);

#endif

#include "../device/kernels.h"
#include "../library.h"
#include "errors.h"
#include "session.h"

#include <math.h>
#include <stdlib.h>

static const char *const names[KERNELS] = {
    [KERNEL_DRAW] = "assay_draw",           [KERNEL_FLIP] = "assay_flip", [KERNEL_IMAGE] = "assay_image",
    [KERNEL_DEVIATION] = "assay_deviation", [KERNEL_READ] = "assay_read",
};

enum { THREADS = 256 };

static int32_t load_kernels(struct assay_session *session, const char *image, char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    void *module = NULL;
    int32_t status =
        cgemm_cuda_failed(driver, driver->module_load_data(&module, image), "cuModuleLoadData", message, capacity);
    for (int i = 0; i < KERNELS && status == ASSAY_OK; i++) {
        int error = driver->module_get_function(&session->kernels[i], module, names[i]);
        status = cgemm_cuda_failed(driver, error, "cuModuleGetFunction", message, capacity);
    }
    if (status == ASSAY_OK) {
        session->module = module;
    } else if (module != NULL) {
        driver->module_unload(module);
    }
    return status;
}

int32_t cgemm_cuda_compile_kernels(struct assay_session *session, char *message, size_t capacity) {
    struct nvrtc *nvrtc = &session->nvrtc;
    char *image = NULL;
    int32_t status = cgemm_cuda_need_device(session, message, capacity);
    if (status != ASSAY_OK || session->module != NULL) {
        return status;
    }
    if (nvrtc->handle != NULL) {
        const size_t room = sizeof session->no_nvrtc;
        bool done =
            cgemm_cuda_compile(nvrtc, cgemm_device_kernels(), session->capability, &image, session->no_nvrtc, room);
        status = done ? load_kernels(session, image, session->no_nvrtc, room) : ASSAY_FAILED;
        free(image);
        if (status == ASSAY_OK) {
            return status;
        }
    }
    cgemm_write_message(message, capacity, "%s", session->no_nvrtc);
    if (nvrtc->handle != NULL && (status == ASSAY_GONE || status == ASSAY_OUT_OF_MEMORY)) {
        return status;
    }
    // A compiler that does not work, as one without its built-in functions beside it, is as good as none: the host
    // draws and checks then. It is not asked again.
    nvrtc->handle = NULL;
    return ASSAY_UNSUPPORTED;
}

int32_t cgemm_cuda_launch(struct assay_session *session, int kernel, unsigned blocks, void **arguments, char *message,
                          size_t capacity) {
    int error = session->driver.launch_kernel(session->kernels[kernel], blocks, 1, 1, THREADS, 1, 1, 0, session->stream,
                                              arguments, NULL);
    return cgemm_cuda_failed(&session->driver, error, names[kernel], message, capacity);
}

// One thread for each item, up to a grid that fills every processor several times over; threads take further items.
static unsigned blocks_for(const struct assay_session *session, uint64_t items) {
    uint64_t most = (uint64_t)session->processors * 32;
    uint64_t blocks = (items + THREADS - 1) / THREADS;
    return (unsigned)(blocks < most ? blocks : most);
}

static int32_t finish(struct assay_session *session, int kernel, unsigned blocks, void **arguments, char *message,
                      size_t capacity) {
    int32_t status = cgemm_cuda_launch(session, kernel, blocks, arguments, message, capacity);
    return status != ASSAY_OK ? status : cgemm_cuda_wait(session, names[kernel], message, capacity);
}

int32_t cgemm_cuda_draw(struct assay_session *session, int32_t format, uint64_t memory, uint64_t count, uint64_t seed,
                        char *message, size_t capacity) {
    int32_t status = cgemm_cuda_compile_kernels(session, message, capacity);
    if (status != ASSAY_OK || count == 0) {
        return status;
    }
    if (format < ASSAY_FP64 || format > ASSAY_INT8) {
        cgemm_write_message(message, capacity, "no elements of format %d are drawn on the device", format);
        return ASSAY_UNSUPPORTED;
    }
    void *arguments[] = {&format, &memory, &count, &seed};
    return finish(session, KERNEL_DRAW, blocks_for(session, count), arguments, message, capacity);
}

int32_t cgemm_cuda_flip(struct assay_session *session, int32_t format, uint64_t to, uint64_t from, uint64_t rows,
                        uint64_t columns, uint64_t seed, char *message, size_t capacity) {
    int32_t status = cgemm_cuda_compile_kernels(session, message, capacity);
    if (status != ASSAY_OK || rows == 0 || columns == 0) {
        return status;
    }
    if (format < ASSAY_FP64 || format > ASSAY_INT8) {
        cgemm_write_message(message, capacity, "no elements of format %d are flipped on the device", format);
        return ASSAY_UNSUPPORTED;
    }
    void *arguments[] = {&format, &to, &from, &rows, &columns, &seed};
    return finish(session, KERNEL_FLIP, blocks_for(session, rows * columns), arguments, message, capacity);
}

// The largest of the rows' deviations; the first that is not a number or infinite stands for all.
static void find_largest(const double *deviations, uint64_t count, double *largest, uint64_t *row) {
    *largest = deviations[0];
    *row = 0;
    for (uint64_t i = 0; i < count; i++) {
        if (!isfinite(deviations[i])) {
            *largest = NAN;
            *row = i;
            return;
        }
        if (deviations[i] > *largest) {
            *largest = deviations[i];
            *row = i;
        }
    }
}

static int32_t check_in(struct assay_session *session, const struct assay_product *product, uint64_t a, uint64_t b,
                        uint64_t c, uint64_t seed, uint64_t memory, double *deviations, char *message,
                        size_t capacity) {
    int32_t input = product->input, output = product->output, transposed = product->b_transposed;
    uint64_t m = (uint64_t)product->m, n = (uint64_t)product->n, k = (uint64_t)product->k;
    uint64_t image = memory, deviation = memory + k * sizeof(double);
    void *image_arguments[] = {&input, &b, &transposed, &n, &k, &seed, &image};
    void *deviation_arguments[] = {&input, &output, &a, &c, &image, &m, &n, &k, &seed, &deviation};
    int32_t status =
        cgemm_cuda_launch(session, KERNEL_IMAGE, blocks_for(session, k), image_arguments, message, capacity);
    if (status == ASSAY_OK) {
        status = finish(session, KERNEL_DEVIATION, blocks_for(session, m), deviation_arguments, message, capacity);
    }
    return status != ASSAY_OK
               ? status
               : cgemm_cuda_download(session, deviations, deviation, m * sizeof(double), message, capacity);
}

int32_t cgemm_cuda_check(struct assay_session *session, const struct assay_product *product, uint64_t a, uint64_t b,
                         uint64_t c, uint64_t seed, double *largest, uint64_t *row, char *message, size_t capacity) {
    int32_t status = cgemm_cuda_compile_kernels(session, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    if (product->m < 1 || product->n < 1 || product->k < 1) {
        cgemm_write_message(message, capacity, "a product of no elements cannot be checked");
        return ASSAY_FAILED;
    }
    const uint64_t m = (uint64_t)product->m, k = (uint64_t)product->k;
    uint64_t memory = 0;
    status = cgemm_cuda_allocate(session, (m + k) * sizeof(double), &memory, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    double *deviations = malloc(m * sizeof(double));
    if (deviations == NULL) {
        cgemm_write_message(message, capacity, "no memory on the host for %llu deviations", (unsigned long long)m);
        status = ASSAY_FAILED;
    } else {
        status = check_in(session, product, a, b, c, seed, memory, deviations, message, capacity);
    }
    if (status == ASSAY_OK) {
        find_largest(deviations, m, largest, row);
    }
    free(deviations);
    cgemm_cuda_release(session, memory);
    return status;
}

#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *cgemm_library_open(const char *path, char *message, size_t capacity) {
    // NODELETE: the worker threads of OpenMP sleep in the library's code after its handle is closed.
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == NULL) {
        const char *reason = dlerror();
        cgemm_write_message(message, capacity, "%s", reason == NULL ? path : reason);
    }
    return handle;
}

bool cgemm_library_function(void *handle, const char *name, void *function) {
    // ISO C has no conversion from an object pointer to a function pointer; POSIX says their bits agree.
    void *symbol = dlsym(handle, name);
    memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

char *cgemm_library_path_of(void *handle, const char *name) {
    Dl_info info;
    void *symbol = dlsym(handle, name);
    if (symbol == NULL || dladdr(symbol, &info) == 0 || info.dli_fname == NULL) {
        return NULL;
    }
    char *resolved = realpath(info.dli_fname, NULL);
    return resolved != NULL ? resolved : strdup(info.dli_fname);
}

void cgemm_write_message(char *message, size_t capacity, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, capacity, format, arguments);
    va_end(arguments);
}

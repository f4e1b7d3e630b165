// What every library needs: to be opened, searched for functions, and named by its real path.
#ifndef CGEMM_LIBRARY_H
#define CGEMM_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

// Opens a shared library. Returns NULL, and the loader's words in `message`, if it cannot.
void *cgemm_library_open(const char *path, char *message, size_t capacity);

// Looks up a function. `function` points to a function pointer, which is set to NULL if there is none.
bool cgemm_library_function(void *handle, const char *name, void *function);

// The real path of the file that holds a symbol, which may be a dependency of the opened one. Free it with `free`.
// NULL if there is no such symbol or no memory.
char *cgemm_library_path_of(void *handle, const char *name);

// Writes a message, as printf does.
__attribute__((format(printf, 3, 4))) void cgemm_write_message(char *message, size_t capacity, const char *format, ...);

#endif

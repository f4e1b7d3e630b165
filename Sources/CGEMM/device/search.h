// How an accelerator's libraries are found, and how their functions are looked up.
#ifndef CGEMM_DEVICE_SEARCH_H
#define CGEMM_DEVICE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

// Opens the first library of a list of names that ends with NULL, the most wanted first. Looks in the folders of the
// environment variable ASSAY_LIBRARY_PATH (separated by colons), then where the dynamic loader does, then in
// `fallback`, a folder or NULL; every name is tried in one place before the next place.
//
// Returns NULL if there is none; `message` then says where it was looked for, or why a file that is there does not load.
void *cgemm_search(const char *const *names, const char *fallback, char *message, size_t capacity);

// A function of a library: the offset of its pointer in a table of function pointers.
struct cgemm_import {
    const char *name;
    size_t offset;
    // A table may live without it; its pointer is NULL then.
    bool optional;
};

// Fills a table. Returns false, and `missing` names a function, if one that is not optional is not there.
bool cgemm_import(void *handle, const struct cgemm_import *imports, size_t count, void *table, const char **missing);

// The real path of the file that holds a symbol; empty if it is not known.
void cgemm_path_of(void *handle, const char *symbol, char *path, size_t capacity);

#endif

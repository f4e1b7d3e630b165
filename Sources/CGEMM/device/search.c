#include "search.h"
#include "../library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Opens the first of the names that is a file of a folder. `reason` is written where there is one that does not load.
static void *open_in_folder(const char *folder, size_t length, const char *const *names, char *reason,
                            size_t capacity) {
    for (; *names != NULL; names++) {
        char path[4096];
        snprintf(path, sizeof path, "%.*s/%s", (int)length, folder, *names);
        if (access(path, F_OK) != 0) {
            continue;
        }
        void *handle = cgemm_library_open(path, reason, capacity);
        if (handle != NULL) {
            return handle;
        }
    }
    return NULL;
}

static void *open_in_folders(const char *folders, const char *const *names, char *reason, size_t capacity) {
    while (*folders != '\0') {
        size_t length = strcspn(folders, ":");
        void *handle = length == 0 ? NULL : open_in_folder(folders, length, names, reason, capacity);
        if (handle != NULL) {
            return handle;
        }
        folders += length + (folders[length] == ':');
    }
    return NULL;
}

static void write_where(const char *const *names, const char *folders, char *message, size_t capacity) {
    char list[256] = "";
    for (size_t i = 0; names[i] != NULL; i++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : names[i + 1] == NULL ? " or " : ", ", names[i]);
    }
    cgemm_write_message(message, capacity, "%s is neither %s%s nor where the dynamic loader looks", list,
                        *folders == '\0' ? "in a folder of ASSAY_LIBRARY_PATH" : "in ", folders);
}

void *cgemm_search(const char *const *names, const char *fallback, char *message, size_t capacity) {
    char reason[512] = "";
    const char *set = getenv("ASSAY_LIBRARY_PATH");
    const char *folders = set == NULL ? "" : set;
    void *handle = open_in_folders(folders, names, reason, sizeof reason);
    for (const char *const *name = names; handle == NULL && *name != NULL; name++) {
        handle = cgemm_library_open(*name, NULL, 0);
    }
    if (handle == NULL && fallback != NULL) {
        handle = open_in_folder(fallback, strlen(fallback), names, reason, sizeof reason);
    }
    if (handle == NULL && reason[0] != '\0') {
        cgemm_write_message(message, capacity, "%s", reason);
    } else if (handle == NULL) {
        write_where(names, folders, message, capacity);
    }
    return handle;
}

bool cgemm_import(void *handle, const struct cgemm_import *imports, size_t count, void *table, const char **missing) {
    for (size_t i = 0; i < count; i++) {
        bool found = cgemm_library_function(handle, imports[i].name, (char *)table + imports[i].offset);
        if (!found && !imports[i].optional) {
            *missing = imports[i].name;
            return false;
        }
    }
    return true;
}

void cgemm_path_of(void *handle, const char *symbol, char *path, size_t capacity) {
    char *found = cgemm_library_path_of(handle, symbol);
    snprintf(path, capacity, "%s", found == NULL ? "" : found);
    free(found);
}

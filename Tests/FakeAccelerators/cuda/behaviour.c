#include "fake.h"

#include <stdlib.h>
#include <string.h>

static const char *find(const char *word) {
    const char *text = getenv("FAKE_CUDA");
    size_t length = strlen(word);
    while (text != NULL && *text != '\0') {
        size_t part = strcspn(text, ",");
        if (strncmp(text, word, length) == 0 && (part == length || text[length] == '=')) {
            return text + length;
        }
        text += part + (text[part] == ',');
    }
    return NULL;
}

bool fake_is(const char *word) { return find(word) != NULL; }

long fake_number(const char *word, long otherwise) {
    const char *found = find(word);
    return found != NULL && *found == '=' ? strtol(found + 1, NULL, 10) : otherwise;
}

void fake_uuid(int device, unsigned char bytes[16]) {
    for (int i = 0; i < 16; i++) {
        bytes[i] = (unsigned char)(0xa0 + i * 7 + device);
    }
}

// Of libamdhip64: hipRTC. Compiles what it is given with the host's C compiler, with definitions before it that make C
// of it and a launcher behind it for each kernel.
#define _GNU_SOURCE
#include "fake.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char prelude[] =
    "#include <math.h>\n"
    "#include <string.h>\n"
    "#define __global__\n"
    "#define __device__\n"
    "typedef struct { unsigned x, y, z, w; } uint4;\n"
    "static _Thread_local struct { unsigned x, y, z; } blockIdx, blockDim, gridDim, threadIdx;\n"
    "#define REINTERPRET(name, to, from) \\\n"
    "    static inline to name(from value) { to result; memcpy(&result, &value, sizeof result); return result; }\n"
    "REINTERPRET(__double_as_longlong, long long, double)\n"
    "REINTERPRET(__longlong_as_double, double, long long)\n"
    "REINTERPRET(__float_as_uint, unsigned, float)\n"
    "REINTERPRET(__uint_as_float, float, unsigned)\n";

struct program {
    char *source;
    char *code;
    size_t code_bytes;
};

int hiprtcCreateProgram(void **program, const char *source, const char *name, int headers, const char **texts,
                        const char **names) {
    struct program *created = calloc(1, sizeof *created);
    (void)name, (void)headers, (void)texts, (void)names;
    created->source = strdup(source);
    *program = created;
    return 0;
}

int hiprtcDestroyProgram(void **program) {
    struct program *destroyed = *program;
    free(destroyed->source);
    free(destroyed->code);
    free(destroyed);
    *program = NULL;
    return 0;
}

// Writes the launcher of the kernel whose parameters begin at `text`: every argument is read as its parameter's type,
// which is the parameter without its name.
static void write_launcher(FILE *file, const char *name, int name_length, const char *text) {
    fprintf(file, "void fake_launch_%.*s(unsigned grid, unsigned block, void **arguments) {\n"
                  "    gridDim.x = grid, blockDim.x = block;\n"
                  "    for (blockIdx.x = 0; blockIdx.x < grid; blockIdx.x++)\n"
                  "        for (threadIdx.x = 0; threadIdx.x < block; threadIdx.x++)\n"
                  "            %.*s(", name_length, name, name_length, name);
    for (int i = 0; *text != ')'; i++) {
        const int parameter = (int)strcspn(text, ",)");
        int type = parameter;
        while (type > 0 && (text[type - 1] == '_' || (text[type - 1] >= 'a' && text[type - 1] <= 'z'))) {
            type--;
        }
        fprintf(file, "%s*(%.*s *)arguments[%d]", i == 0 ? "" : ", ", type, text, i);
        text += parameter + (text[parameter] == ',');
    }
    fprintf(file, ");\n}\n");
}

static void write_source(FILE *file, const char *source) {
    static const char kernel[] = "KERNEL ";
    fprintf(file, "%s%s", prelude, source);
    for (const char *at = strstr(source, "KERNEL assay_"); at != NULL; at = strstr(at + 1, "KERNEL assay_")) {
        const char *name = at + strlen(kernel);
        const int length = (int)strcspn(name, "(");
        write_launcher(file, name, length, name + length + 1);
    }
}

// Returns the whole file behind its length.
static char *read_code(const char *path, size_t *bytes) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    fseek(file, 0, SEEK_END);
    const size_t length = (size_t)ftell(file);
    rewind(file);
    char *code = malloc(sizeof length + length);
    memcpy(code, &length, sizeof length);
    if (fread(code + sizeof length, 1, length, file) != length) {
        free(code);
        code = NULL;
    }
    fclose(file);
    *bytes = sizeof length + length;
    return code;
}

static char *compile(const char *source, size_t *bytes) {
    char folder[] = "/tmp/fake-hiprtc-XXXXXX", path[64], command[256];
    if (mkdtemp(folder) == NULL) {
        return NULL;
    }
    snprintf(command, sizeof command, "cc -std=c11 -O1 -ffp-contract=off -w -shared -fPIC -x c - -o %s/code.so -lm",
             folder);
    FILE *compiler = popen(command, "w");
    if (compiler != NULL) {
        write_source(compiler, source);
    }
    const bool compiled = compiler != NULL && pclose(compiler) == 0;
    snprintf(path, sizeof path, "%s/code.so", folder);
    char *code = compiled ? read_code(path, bytes) : NULL;
    unlink(path);
    rmdir(folder);
    return code;
}

// The last code is kept: every test compiles the same.
int hiprtcCompileProgram(void *program, int options, const char **option) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static char *known_source, *known_code;
    static size_t known_bytes;
    struct program *compiled = program;
    bool exact = false;
    for (int i = 0; i < options; i++) {
        exact = exact || strcmp(option[i], "-ffp-contract=off") == 0;
    }
    if (fake_wants("no-compiler") || !exact) {
        return 6;
    }
    pthread_mutex_lock(&lock);
    if (known_source == NULL || strcmp(known_source, compiled->source) != 0) {
        free(known_source);
        free(known_code);
        known_source = strdup(compiled->source);
        known_code = compile(compiled->source, &known_bytes);
    }
    if (known_code != NULL) {
        compiled->code = malloc(known_bytes);
        memcpy(compiled->code, known_code, known_bytes);
        compiled->code_bytes = known_bytes;
    }
    pthread_mutex_unlock(&lock);
    return compiled->code == NULL ? 6 : 0;
}

static const char log_text[] = "assay.hip:1: error: this fake does not compile";

int hiprtcGetProgramLogSize(void *program, size_t *bytes) {
    *bytes = ((struct program *)program)->code == NULL ? sizeof log_text : 1;
    return 0;
}

int hiprtcGetProgramLog(void *program, char *log) {
    strcpy(log, ((struct program *)program)->code == NULL ? log_text : "");
    return 0;
}

int hiprtcGetCodeSize(void *program, size_t *bytes) {
    *bytes = ((struct program *)program)->code_bytes;
    return 0;
}

int hiprtcGetCode(void *program, char *code) {
    memcpy(code, ((struct program *)program)->code, ((struct program *)program)->code_bytes);
    return 0;
}

const char *hiprtcGetErrorString(int error) {
    return error == 0 ? "HIPRTC_SUCCESS" : error == 6 ? "HIPRTC_ERROR_COMPILATION" : "HIPRTC_ERROR_INTERNAL_ERROR";
}

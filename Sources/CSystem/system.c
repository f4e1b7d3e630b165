#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

static void close_both(const int ends[2]) {
    close(ends[0]);
    close(ends[1]);
}

// A pipe whose ends are closed on exec.
static int make_pipe(int ends[2]) {
    if (pipe(ends) != 0) {
        return -1;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
}

int csystem_spawn(char *const arguments[], char *const variables[], int errors, int *input, int *output) {
    int to_child[2], from_child[2];
    if (make_pipe(to_child) != 0) {
        return -1;
    }
    if (make_pipe(from_child) != 0) {
        close_both(to_child);
        return -1;
    }
    posix_spawn_file_actions_t actions;
    pid_t process = -1;
    int error = posix_spawn_file_actions_init(&actions);
    if (error == 0) {
        posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
        if (errors >= 0) {
            posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
        } else {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        }
        posix_spawnattr_t attributes;
        error = posix_spawnattr_init(&attributes);
        if (error == 0) {
            if (errors >= 0) {
                posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
            }
            error = posix_spawn(&process, arguments[0], &actions, &attributes, arguments, variables);
            posix_spawnattr_destroy(&attributes);
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    close(to_child[0]);
    close(from_child[1]);
    if (error != 0) {
        close(to_child[1]);
        close(from_child[0]);
        errno = error;
        return -1;
    }
    *input = to_child[1];
    *output = from_child[0];
    return process;
}

bool csystem_wait(int process, bool *signalled, int *code) {
    int status = 0;
    pid_t ended;
    do {
        ended = waitpid(process, &status, 0);
    } while (ended < 0 && errno == EINTR);
    if (ended != process) {
        return false;
    }
    *signalled = WIFSIGNALED(status);
    *code = *signalled ? WTERMSIG(status) : WEXITSTATUS(status);
    return true;
}

#if defined(__linux__)

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>

int csystem_shared_memory(size_t byte_count) {
    const int descriptor = memfd_create("assay", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor >= 0 && ftruncate(descriptor, (off_t)byte_count) != 0) {
        const int error = errno;
        close(descriptor);
        errno = error;
        return -1;
    }
    return descriptor;
}

#if !defined(F_SEAL_FUTURE_WRITE)
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

bool csystem_seal(int descriptor) {
    return fcntl(descriptor, F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_SHRINK) == 0;
}

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#if defined(OWN_ARCHITECTURE)

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define ANSWER_TO(call, error) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), ANSWER(error)

bool csystem_forbid_processes(void) {
    struct sock_filter filter[] = {
        // Calls by another architecture's numbers are refused, whatever they are.
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
        ANSWER(EPERM),
        LOAD(nr),
#if defined(__x86_64__)
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        ANSWER(EPERM),
        ANSWER_TO(SYS_fork, EPERM),
        ANSWER_TO(SYS_vfork, EPERM),
#endif
        ANSWER_TO(SYS_execve, EPERM),
        ANSWER_TO(SYS_execveat, EPERM),
        ANSWER_TO(SYS_ptrace, EPERM),
        ANSWER_TO(SYS_process_vm_readv, EPERM),
        ANSWER_TO(SYS_process_vm_writev, EPERM),
        // The filter cannot see this one's flags: the C library takes clone in its place.
        ANSWER_TO(SYS_clone3, ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
        LOAD(args[0]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
        ANSWER(EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {
        .len = (unsigned short)(sizeof filter / sizeof filter[0]),
        .filter = filter,
    };
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#else

bool csystem_forbid_processes(void) {
    return false;
}

#endif

bool csystem_restrict_processors(int count) {
    cpu_set_t allowed, kept;
    if (count < 1 || sched_getaffinity(0, sizeof allowed, &allowed) != 0) {
        return false;
    }
    CPU_ZERO(&kept);
    for (int processor = CPU_SETSIZE - 1; processor >= 0 && count > 0; processor--) {
        if (CPU_ISSET(processor, &allowed)) {
            CPU_SET(processor, &kept);
            count--;
        }
    }
    return sched_setaffinity(0, sizeof kept, &kept) == 0;
}

void csystem_end_with_parent(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

double csystem_processor_seconds(int process) {
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) {
        return -1;
    }
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

#else

bool csystem_seal(int descriptor) {
    (void)descriptor;
    return false;
}

bool csystem_forbid_processes(void) {
    return false;
}

int csystem_shared_memory(size_t byte_count) {
    (void)byte_count;
    errno = ENOSYS;
    return -1;
}

bool csystem_restrict_processors(int count) {
    (void)count;
    return false;
}

void csystem_end_with_parent(void) {
}

double csystem_processor_seconds(int process) {
    (void)process;
    return -1;
}

#endif

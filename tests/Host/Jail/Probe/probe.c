// What a VMM that was broken into would try. Prints a line for each thing that it sees, "see NAME VALUE", and for each that it tries,
// "try NAME ok" or "try NAME ERRNO". Every try has a process of its own, so that none changes what the next one finds.
//
// probe NAME=VALUE...: what to look for: file=PATH (any number), pid=N, tcp=PORT, tap=NAME, abstract=NAME, path=SOCKET; what it opens itself where it
// is handed nothing, as a VMM in a jailer's jail does: image=PATH, overlay=PATH, owntap=NAME; and
// "harmless", to leave out what would hurt a host that does not refuse it; "stay", to leave children behind and not to end; "hold", to keep a
// lock on the image and not to end.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KERNEL = 10, INITRAMFS, IMAGE, OVERLAY, TAP, MEMORY, MONITOR };

static char **words;
static const char *argument(const char *name) {
    for (char **word = words; *word; word++)
        if (!strncmp(*word, name, strlen(name)) && (*word)[strlen(name)] == '=') return *word + strlen(name) + 1;
    return "";
}
static int is_told(const char *word) {
    for (char **told = words; *told; told++)
        if (!strcmp(*told, word)) return 1;
    return 0;
}

// --- what it sees ---
static void see_file(const char *name, const char *path, const char *start) {
    char line[512];
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, start, strlen(start))) printf("see %s %s%s", name, line, strchr(line, '\n') ? "" : "\n");
    if (file) fclose(file);
}
static void see_links(const char *name, const char *folder) {
    DIR *open = opendir(folder);
    for (struct dirent *entry; open && (entry = readdir(open));) {
        char path[512], target[256];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        ssize_t length = readlink(path, target, sizeof target - 1);
        if (length >= 0) target[length] = 0, printf("see %s %s %s\n", name, entry->d_name, target);
    }
    if (open) closedir(open);
}
static void see_names(const char *name, const char *folder) {
    DIR *open = opendir(folder);
    printf("see %s %s:", name, folder);
    for (struct dirent *entry; open && (entry = readdir(open));)
        if (entry->d_name[0] != '.') printf(" %s", entry->d_name);
    printf("\n");
    if (open) closedir(open);
}
static void see_limit(const char *name, int which) {
    struct rlimit limit;
    getrlimit(which, &limit);
    printf("see limit %s %lld\n", name, (long long)limit.rlim_max);
}
static void see_identity(void) {
    struct { unsigned version; int pid; } header = {0x20080522, 0};
    struct { unsigned effective, permitted, inheritable; } sets[2] = {{0}};
    syscall(SYS_capget, &header, sets);
    unsigned long bounding = 0;
    for (int capability = 0; capability < 64; capability++)
        if (prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1) bounding |= 1ul << capability;
    printf("see identity user %d group %d groups %d pid %d\n", getuid(), getgid(), getgroups(0, 0), getpid());
    printf("see capabilities effective %x%08x bounding %lx\n", sets[1].effective, sets[0].effective, bounding);
    printf("see no-new-privileges %d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    struct if_nameindex *links = if_nameindex();
    for (struct if_nameindex *link = links; link && link->if_name; link++) printf("see interface %s\n", link->if_name);
}
static void look(void) {
    see_identity();
    const char *fields[] = {"Uid:", "Gid:", "Groups:", "NSpid:", "CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:", "NoNewPrivs:", "Seccomp:"};
    for (unsigned i = 0; i < sizeof fields / sizeof *fields; i++) see_file("status", "/proc/self/status", fields[i]);
    see_links("namespace", "/proc/self/ns");
    see_links("descriptor", "/proc/self/fd");
    see_file("mount", "/proc/self/mountinfo", "");
    see_file("cgroup", "/proc/self/cgroup", "");
    see_names("folder", "/");
    see_names("folder", "/dev");
    see_names("folder", "/proc");
    see_limit("files", RLIMIT_NOFILE);
    see_limit("size", RLIMIT_FSIZE);
    see_limit("core", RLIMIT_CORE);
}

// --- what it tries: 0 or more is success ---
static long reach(int family, int type, const void *address, socklen_t length) {
    int fd = socket(family, type, 0);
    return fd < 0 ? -1 : connect(fd, address, length);
}
static long open_files(void) {
    int opened = -1;
    for (char **word = words; *word; word++)
        if (!strncmp(*word, "file=", 5) && open(*word + 5, O_RDONLY | O_NONBLOCK) >= 0) opened = 0, printf("see opened %s\n", *word + 5);
    return opened;
}
static long open_through_parents(void) {
    char path[600];
    snprintf(path, sizeof path, "/../../../../../../../..%s", argument("file"));
    return open(path, O_RDONLY | O_NONBLOCK);
}
static long open_through_root_link(void) {
    char path[600];
    snprintf(path, sizeof path, "/proc/1/root/..%s", argument("file"));
    return open(path, O_RDONLY | O_NONBLOCK);
}
static long open_by_handle(void) {
    struct { struct file_handle head; char rest[128]; } handle = {.head.handle_bytes = 128};
    int mount, place = open("/proc", O_RDONLY);
    if (name_to_handle_at(AT_FDCWD, "/bin", &handle.head, &mount, 0) < 0 && name_to_handle_at(AT_FDCWD, "/", &handle.head, &mount, 0) < 0) return -1;
    return open_by_handle_at(place, &handle.head, O_RDONLY);
}
static long make_device(void) { return mknod("/dev/memory", S_IFCHR | 0600, makedev(1, 1)); }
static long open_memory(void) { return open("/dev/mem", O_RDONLY); }
static long open_tun(void) { return open("/dev/net/tun", O_RDWR); }
static long open_kvm(void) { return open("/dev/kvm", O_RDWR); }
static long write_somewhere(void) {
    const char *paths[] = {"/x", "/bin/x", "/dev/x", "/tmp/x", "/proc/self/oom_score_adj_x", "/lib/x"};
    for (unsigned i = 0; i < sizeof paths / sizeof *paths; i++)
        if (open(paths[i], O_CREAT | O_WRONLY, 0600) >= 0) return 0;
    return -1;
}
static long write_kernel_setting(void) { return open("/proc/sys/kernel/core_pattern", O_WRONLY); }
static long own_program(void) { return open("/proc/self/exe", O_WRONLY); }

static long reopen(int fd) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return open(path, O_RDWR);
}
static long image_reopened(void) { return reopen(IMAGE); }
static long kernel_reopened(void) { return reopen(KERNEL); }
static long initramfs_reopened(void) { return reopen(INITRAMFS); }
static long image_written(void) { return write(IMAGE, "x", 1); }
static long image_truncated(void) { return ftruncate(IMAGE, 0); }
static long image_chmod(void) { return fchmod(IMAGE, 0666); }
static long image_chown(void) { return fchown(IMAGE, getuid(), getgid()); }
static long image_linked(void) { return linkat(AT_FDCWD, "/proc/self/fd/12", AT_FDCWD, "/dev/image", AT_SYMLINK_FOLLOW); }
static long image_mapped(void) { return mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, IMAGE, 0) == MAP_FAILED ? -1 : 0; }
static long memory_written(void) { return pwrite(MEMORY, "x", 1, 0); }
static long memory_mapped(void) {
    int fd = reopen(MEMORY);
    return fd < 0 || mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0;
}
static long memory_punched(void) { return fallocate(MEMORY, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096); }
static long memory_resized(void) { return ftruncate(MEMORY, 0); }
static long memory_unsealed(void) { return fcntl(MEMORY, F_ADD_SEALS, 0); }

static long grow(int fd) {
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, SIG_IGN);
    return ftruncate(fd, (off_t)limit.rlim_cur + 1);
}
static long disk_grown(void) { return grow(OVERLAY); }
static long memfd_grown(void) { return grow(memfd_create("x", 0)); }
static long limits_raised(void) {
    struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_FSIZE, &none);
}
static long descriptors_without_end(void) {
    for (int i = 0; i < 100000; i++)
        if (dup(0) < 0) return -1;
    return 0;
}

static long signal_pid(void) { return kill(atoi(argument("pid")), 0); }
static long signal_anybody(void) {
    for (int pid = 2; pid < 100000; pid++)
        if (pid != getpid() && kill(pid, 0) == 0) return 0;
    return -1;
}
static long pidfd(void) { return syscall(SYS_pidfd_open, atoi(argument("pid")), 0); }
static long trace(void) { return ptrace(PTRACE_SEIZE, atoi(argument("pid")), 0, 0); }
static long read_memory(void) {
    char buffer[16];
    struct iovec local = {buffer, 16}, remote = {(void *)0x400000, 16};
    long count = process_vm_readv(atoi(argument("pid")), &local, 1, &remote, 1, 0);
    return count < 0 && errno == EFAULT ? 0 : count;
}
static long read_process(void) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/status", argument("pid"));
    return open(path, O_RDONLY);
}
static long owner_of_signals(void) { return fcntl(TAP, F_SETOWN, atoi(argument("pid"))); }
static long priority(void) { return setpriority(PRIO_PROCESS, atoi(argument("pid")), 10); }

static long tcp_loopback(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argument("tcp")))};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    return reach(AF_INET, SOCK_STREAM, &address, sizeof address);
}
static long unix_path(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, argument("path"), sizeof address.sun_path - 1);
    return reach(AF_UNIX, SOCK_STREAM, &address, sizeof address);
}
static long unix_abstract(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path + 1, argument("abstract"), sizeof address.sun_path - 2);
    return reach(AF_UNIX, SOCK_STREAM, &address, sizeof address.sun_family + 1 + strlen(argument("abstract")));
}
static long raw_socket(void) { return socket(AF_INET, SOCK_RAW, IPPROTO_ICMP); }
static long packet_socket(void) { return socket(AF_PACKET, SOCK_RAW, 0); }
static long other_tap(void) { return if_nametoindex(argument("tap")) == 0 ? -1 : 0; }
static long link_up(void) {
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    return ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFFLAGS, &request);
}
static long attach(int fd) {
    struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR};
    strncpy(request.ifr_name, argument("tap"), IFNAMSIZ - 1);
    return ioctl(fd, TUNSETIFF, &request);
}
static long tap_becomes_other(void) { return attach(TAP); }
static long attach_other_tap(void) {
    int fd = open("/dev/net/tun", O_RDWR);
    return fd < 0 ? -1 : attach(fd);
}
static long tap_to_namespace(void) { return ioctl(TAP, SIOCGSKNS, 0); }
static long monitor_to_namespace(void) { return ioctl(MONITOR, SIOCGSKNS, 0); }
static long own_tap_kept(void) { return ioctl(TAP, TUNSETPERSIST, 1); }
static long own_image_locked(void) {
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 200, .l_len = 5};
    return fcntl(IMAGE, F_OFD_SETLK, &lock);
}

static long become_root(void) { return setuid(0); }
static long become_group(void) { return setgid(0); }
static long become_grouped(void) {
    gid_t group = 0;
    return syscall(SYS_setgroups, 1, &group);
}
static long regain(void) { return prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0); }
static long new_mounts(void) { return unshare(CLONE_NEWNS); }
static long new_network(void) { return unshare(CLONE_NEWNET); }
static long mount_memory(void) { return mount("x", "/proc", "tmpfs", 0, 0); }
static long mount_writable(void) { return mount("", "/", "", MS_REMOUNT | MS_BIND, 0); }
static long unmount(void) { return umount2("/proc", MNT_DETACH); }
static long change_root(void) { return chroot("/proc"); }
static long move_root(void) { return syscall(SYS_pivot_root, "/", "/"); }
static long name_host(void) { return sethostname("x", 1); }
static long set_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return clock_settime(CLOCK_REALTIME, &now);
}
static long read_kernel_log(void) { return syscall(SYS_syslog, 3, malloc(4096), 4096); }
static long load_module(void) { return syscall(SYS_init_module, "", 0, ""); }
static long load_program(void) {
    struct { unsigned type, count; const void *code; const char *license; char rest[100]; } program = {1, 2, "\xb7\0\0\0\0\0\0\0\x95\0\0\0\0\0\0\0", "GPL", ""};
    return syscall(SYS_bpf, 5, &program, 48);
}
static long reboot_host(void) { return syscall(SYS_reboot, 0xfee1dead, 672274793, 0, 0); }
static long swap(void) { return syscall(SYS_swapoff, "/x"); }
static long port_access(void) { return syscall(SYS_ioperm, 0x80, 1, 1); }

static long new_users(void) { return unshare(CLONE_NEWUSER); }
static long new_users_with_mounts(void) { return unshare(CLONE_NEWUSER) < 0 || unshare(CLONE_NEWNS) < 0 ? -1 : mount("x", "/dev", "tmpfs", 0, 0); }
static long new_users_with_all_processes(void) {
    return unshare(CLONE_NEWUSER) < 0 || unshare(CLONE_NEWNS) < 0 ? -1 : mount("x", "/dev", "proc", 0, 0);
}
static long new_users_with_network(void) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0) return -1;
    return socket(AF_PACKET, SOCK_RAW, 0);
}

static const struct { const char *name; long (*act)(void); int hurts; } tries[] = {
    {"open-host-files", open_files}, {"open-through-parents", open_through_parents}, {"open-through-root-link", open_through_root_link},
    {"open-by-handle", open_by_handle, 1}, {"make-device", make_device, 1}, {"open-memory", open_memory, 1}, {"open-tun", open_tun}, {"open-kvm", open_kvm, 1},
    {"write-somewhere", write_somewhere, 1}, {"write-kernel-setting", write_kernel_setting}, {"write-own-program", own_program, 1},
    {"reopen-image", image_reopened, 1}, {"reopen-kernel", kernel_reopened, 1}, {"reopen-initramfs", initramfs_reopened, 1}, {"write-image", image_written, 1},
    {"truncate-image", image_truncated, 1}, {"chmod-image", image_chmod, 1}, {"chown-image", image_chown, 1}, {"link-image", image_linked, 1}, {"map-image", image_mapped, 1},
    {"write-memory", memory_written, 1}, {"map-memory", memory_mapped, 1}, {"punch-memory", memory_punched, 1}, {"resize-memory", memory_resized, 1}, {"unseal-memory", memory_unsealed, 1},
    {"grow-disk", disk_grown, 1}, {"grow-memfd", memfd_grown, 1}, {"raise-limits", limits_raised}, {"descriptors-without-end", descriptors_without_end, 1},
    {"signal-service", signal_pid}, {"signal-anybody", signal_anybody}, {"pidfd-of-service", pidfd}, {"trace-service", trace, 1}, {"read-memory-of-service", read_memory},
    {"read-service-in-proc", read_process}, {"signals-to-service", owner_of_signals, 1}, {"slow-service", priority, 1},
    {"tcp-to-loopback", tcp_loopback}, {"unix-by-path", unix_path}, {"unix-abstract", unix_abstract}, {"raw-socket", raw_socket}, {"packet-socket", packet_socket},
    {"see-other-tap", other_tap}, {"link-up", link_up, 1}, {"tap-becomes-other", tap_becomes_other, 1}, {"attach-other-tap", attach_other_tap, 1}, {"tap-to-namespace", tap_to_namespace, 1}, {"monitor-to-namespace", monitor_to_namespace, 1},
    {"own-tap-kept", own_tap_kept, 1}, {"own-image-locked", own_image_locked, 1},
    {"become-root", become_root}, {"become-group", become_group}, {"become-grouped", become_grouped}, {"regain-privileges", regain, 1},
    {"new-mounts", new_mounts}, {"new-network", new_network}, {"mount-memory", mount_memory, 1}, {"mount-writable", mount_writable, 1}, {"unmount", unmount, 1},
    {"change-root", change_root}, {"move-root", move_root, 1}, {"name-host", name_host, 1}, {"set-time", set_time, 1}, {"read-kernel-log", read_kernel_log}, {"load-module", load_module, 1},
    {"load-program", load_program, 1}, {"reboot", reboot_host, 1}, {"swapoff", swap, 1}, {"port-access", port_access, 1},
    {"new-users", new_users}, {"new-users-with-mounts", new_users_with_mounts}, {"new-users-with-all-processes", new_users_with_all_processes, 1},
    {"new-users-with-network", new_users_with_network},
};

static void take(int number, const char *path, int flags) {
    if (fcntl(number, F_GETFD) < 0) dup2(open(path, flags), number);
}
static void take_tap(void) {
    if (fcntl(TAP, F_GETFD) >= 0) return;
    take(TAP, "/dev/net/tun", O_RDWR);
    struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR};
    strncpy(request.ifr_name, argument("owntap"), IFNAMSIZ - 1);
    printf("see own-tap %s\n", ioctl(TAP, TUNSETIFF, &request) < 0 ? strerrorname_np(errno) : "attached");
}

int main(int count, char **arguments) {
    (void)count;
    words = arguments + 1;
    setvbuf(stdout, 0, _IONBF, 0);
    look();
    if (*argument("image")) {
        take(KERNEL, argument("image"), O_RDONLY);
        take(INITRAMFS, argument("image"), O_RDONLY);
        take(IMAGE, argument("image"), O_RDONLY);
        take(OVERLAY, argument("overlay"), O_RDWR);
        take_tap();
    }
    for (unsigned i = 0; i < sizeof tries / sizeof *tries; i++) {
        if (tries[i].hurts && is_told("harmless")) continue;
        pid_t child = fork();
        if (child == 0) {
            errno = 0;
            long result = tries[i].act();
            printf("try %s %s\n", tries[i].name, result >= 0 ? "ok" : strerrorname_np(errno) ? strerrorname_np(errno) : "?");
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (WIFSIGNALED(status)) printf("try %s killed-by-%d\n", tries[i].name, WTERMSIG(status));
    }
    if (is_told("hold") && own_image_locked() < 0) return 1;
    printf("see end .\n");
    while (is_told("hold")) pause();
    if (!is_told("stay")) return 0;

    // Whoever ends the first process shall find these gone too: a session of their own, deaf to signals, and one that goes on forking.
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            setsid();
            for (int number = 1; number < 64; number++) signal(number, SIG_IGN);
            for (;;) {
                if (i == 2 && fork() == 0) continue;
                pause();
            }
        }
    for (;;) pause();
}

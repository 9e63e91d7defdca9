using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Limits;
using Lobsterd.Linux.Machine;
using Lobsterd.Linux.Mounts;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Packets;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Ptys;
using Lobsterd.Linux.Terminals;
using Lobsterd.Linux.Tun;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Tests.Fixtures;
using Xunit;
using MessageHeader = Lobsterd.Linux.Netlink.MessageHeader;

namespace Lobsterd.Tests.Host.Linux;

/// <summary>Every struct that we hand to the kernel is laid out as the C compiler lays it out: sizes and offsets, from one small program.</summary>
public sealed partial class KernelLayoutTests
{
    private static readonly string[] Headers =
    [
        "net/if.h", "poll.h", "signal.h", "spawn.h", "sys/epoll.h", "sys/ioctl.h", "sys/resource.h", "sys/stat.h", "sys/statfs.h", "sys/uio.h", "sys/un.h", "termios.h", "time.h",
        "linux/capability.h", "linux/if_packet.h", "linux/mount.h", "linux/neighbour.h", "linux/netfilter/nfnetlink.h", "linux/netlink.h", "linux/rtnetlink.h",
    ];

    private static readonly KernelStruct[] Structs =
    [
        KernelStruct.Of<AddressHeader>("struct ifaddrmsg", "Family=ifa_family PrefixLength=ifa_prefixlen Flags=ifa_flags Scope=ifa_scope Index=ifa_index"),
        KernelStruct.Of<AttributeHeader>("struct nlattr", "Length=nla_len Type=nla_type"),
        KernelStruct.Of<CapabilitySet.Header>("struct __user_cap_header_struct", "Version=version ThreadId=pid"),
        KernelStruct.Of<CapabilitySet.Data>("struct __user_cap_data_struct[2]", ""),
        KernelStruct.Of<ControlHeader>("struct cmsghdr", "Length=cmsg_len Level=cmsg_level Type=cmsg_type"),
        KernelStruct.Of<DataVector>("struct iovec", "Start=iov_base Length=iov_len"),
        KernelStruct.Of<EpollEvent>("struct epoll_event", "Events=events Data=data"),
        KernelStruct.Of<ExtendedStat>(
            "struct statx",
            "Links=stx_nlink User=stx_uid Group=stx_gid Mode=stx_mode Inode=stx_ino Size=stx_size Blocks=stx_blocks ChangeSeconds=stx_ctime.tv_sec ChangeNanoseconds=stx_ctime.tv_nsec ModifySeconds=stx_mtime.tv_sec ModifyNanoseconds=stx_mtime.tv_nsec SpecialMajor=stx_rdev_major SpecialMinor=stx_rdev_minor DeviceMajor=stx_dev_major DeviceMinor=stx_dev_minor"),
        KernelStruct.Of<FileSystemStat>(
            "struct statfs",
            "Type=f_type BlockSize=f_bsize Blocks=f_blocks FreeBlocks=f_bfree AvailableBlocks=f_bavail Files=f_files FreeFiles=f_ffree Id=f_fsid LongestName=f_namelen FragmentSize=f_frsize Flags=f_flags"),
        KernelStruct.Of<LinkHeader>("struct ifinfomsg", "Family=ifi_family Type=ifi_type Index=ifi_index Flags=ifi_flags Change=ifi_change"),
        KernelStruct.Of<LinkLayerAddress>(
            "struct sockaddr_ll",
            "Family=sll_family Protocol=sll_protocol InterfaceIndex=sll_ifindex HardwareType=sll_hatype PacketType=sll_pkttype AddressLength=sll_halen Address=sll_addr"),
        KernelStruct.Of<Lobsterd.Linux.UnixSockets.MessageHeader>(
            "struct msghdr", "Name=msg_name NameLength=msg_namelen Vectors=msg_iov VectorCount=msg_iovlen Control=msg_control ControlLength=msg_controllen Flags=msg_flags"),
        KernelStruct.Of<MountAttributeChange>("struct mount_attr", "Set=attr_set Clear=attr_clr Propagation=propagation UserNamespace=userns_fd"),
        KernelStruct.Of<MessageHeader>("struct nlmsghdr", "Length=nlmsg_len Type=nlmsg_type Flags=nlmsg_flags Sequence=nlmsg_seq Port=nlmsg_pid"),
        KernelStruct.Of<NetfilterHeader>("struct nfgenmsg", "Family=nfgen_family Version=version Resource=res_id"),
        KernelStruct.Of<NetlinkAddress>("struct sockaddr_nl", "Family=nl_family Padding=nl_pad Port=nl_pid Groups=nl_groups"),
        KernelStruct.Of<NeighbourHeader>("struct ndmsg", "Family=ndm_family Index=ndm_ifindex State=ndm_state Flags=ndm_flags Type=ndm_type"),
        KernelStruct.Of<SpawnAttributes>("posix_spawnattr_t", ""),
        KernelStruct.Of<SpawnFileActions>("posix_spawn_file_actions_t", ""),
        KernelStruct.Of<SignalSet>("sigset_t", ""),
        KernelStruct.Of<ResourceLimit>("struct rlimit", ""),
        KernelStruct.Of<UnixAddress>("struct sockaddr_un", "Family=sun_family Path=sun_path"),
        KernelStruct.Of<PollFd>("struct pollfd", "Descriptor=fd Events=events Returned=revents"),
        KernelStruct.Of<RouteHeader>(
            "struct rtmsg",
            "Family=rtm_family DestinationLength=rtm_dst_len SourceLength=rtm_src_len Tos=rtm_tos Table=rtm_table Protocol=rtm_protocol Scope=rtm_scope Type=rtm_type Flags=rtm_flags"),
        KernelStruct.Of<SignalInfo>("siginfo_t", "Code=si_code Pid=si_pid Status=si_status"),
        KernelStruct.Of<TimeSpec>("struct timespec", "Seconds=tv_sec Nanoseconds=tv_nsec"),
        KernelStruct.Of<TerminalAttributes>(
            "struct termios", "InputModes=c_iflag OutputModes=c_oflag ControlModes=c_cflag LocalModes=c_lflag LineDiscipline=c_line Characters=c_cc"),
        KernelStruct.Of<TunRequest>("struct ifreq", "Name=ifr_name Flags=ifr_flags"),
        KernelStruct.Of<WindowSize>("struct winsize", "Rows=ws_row Columns=ws_col PixelsWide=ws_xpixel PixelsHigh=ws_ypixel"),
    ];

    [Fact]
    public async Task sizes_and_offsets_are_those_of_the_c_compiler()
    {
        var folder = Directory.CreateTempSubdirectory("kernel-layout-").FullName;
        try
        {
            var (source, program) = (Path.Combine(folder, "layout.c"), Path.Combine(folder, "layout"));
            await File.WriteAllTextAsync(source, Source(), TestContext.Current.CancellationToken);
            _ = await RunAsync("/usr/bin/clang", "-o", program, source);
            var told = await RunAsync(program);

            Assert.Equal(string.Concat(Structs.Select(layout => layout.Told)), told);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void every_struct_with_a_layout_is_compared()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "src", "Lobsterd.Linux");
        var written = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => LaidOut().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)
            .Order();

        Assert.Equal(written, Structs.Select(layout => layout.Name).Order());
    }

    private static string Source()
    {
        var text = new StringBuilder("#define _GNU_SOURCE\n#include <stddef.h>\n#include <stdio.h>\n#include <sys/socket.h>\n");
        foreach (var header in Headers) _ = text.Append(CultureInfo.InvariantCulture, $"#include <{header}>\n");
        _ = text.Append("int main(void) {\n");
        foreach (var layout in Structs) _ = text.Append(layout.Asked);
        return text.Append("return 0; }\n").ToString();
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var input = new ProgramInput { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(60) };
        var ended = await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(input, TestContext.Current.CancellationToken);
        Assert.True(ended.IsSuccess, ended.IsFailure ? ended.Error.FullMessage : "");
        return ended.Value.Output;
    }

    [GeneratedRegex(@"^(\s*\[StructLayout|\[InlineArray)\([^\n]*\)\]\s+(public|internal|private) (unsafe |readonly |record )*struct (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex LaidOut();

    /// <summary>One struct: what we say of its layout, and the C lines that ask for the compiler's word.</summary>
    private sealed record KernelStruct(string Name, string Told, string Asked)
    {
        /// <param name="type">The C type.</param>
        /// <param name="fields">Pairs of our name and the C name, <c>Ours=theirs</c>, divided by spaces.</param>
        internal static KernelStruct Of<T>(string type, string fields)
            where T : struct
        {
            var told = new StringBuilder($"{type} {Unsafe.SizeOf<T>()}\n");
            var asked = new StringBuilder($"printf(\"{type} %zu\\n\", sizeof({type}));\n");
            foreach (var pair in fields.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var (ours, theirs) = (pair.Split('=')[0], pair.Split('=')[1]);
                var field = typeof(T).GetField(ours, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
                Assert.NotNull(field);
                _ = told.Append(CultureInfo.InvariantCulture, $"{theirs} {Marshal.OffsetOf<T>(ours)}\n");
                _ = asked.Append(CultureInfo.InvariantCulture, $"printf(\"{theirs} %zu\\n\", offsetof({type}, {theirs}));\n");
            }

            return new KernelStruct(typeof(T).Name, told.ToString(), asked.ToString());
        }
    }
}

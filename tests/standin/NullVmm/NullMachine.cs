using System.Globalization;
using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Mounts;
using Lobsterd.Linux.Namespaces;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Tun;

namespace Lobsterd.Standin.NullVmm;

/// <summary>A machine without a kernel of its own: namespaces, a wire to the tenant's TAP, and a guest program as its PID 1.</summary>
internal static class NullMachine
{
    // "fd:3" in place of a TAP's name: one that another program opened, as VMMs do, so each of its frames has a header before it.
    private const string Inherited = "fd:";
    private const int VirtioHeader = 10;

    // Asks the guest to write its state; whoever has only our pid asks us.
    private const int UserSignal = 10;

    /// <summary>Runs it until the guest program ends.</summary>
    /// <returns>The program's exit code.</returns>
    internal static Result<int, LobsterError> Run(string tap, string guestInterface, string program, string[] arguments)
    {
        // The host's end first: it is found in the host's namespace, and stays open when we leave that.
        var isInherited = tap.StartsWith(Inherited, StringComparison.Ordinal);
        var opened = isInherited ? Fd.Adopt(int.Parse(tap.AsSpan(Inherited.Length), CultureInfo.InvariantCulture)) : Tap.Open(tap, TapFlags.None);
        if (opened.TryGetError(out var error, out var hostEnd)) return error;
        if (isInherited && hostEnd.SetBlocking().TryGetError(out error)) return error;
        if (ThreadNamespaces.Unshare(NamespaceKinds.Network | NamespaceKinds.HostName | NamespaceKinds.Mount).TryGetError(out error)) return error;
        if (Mount.MakeAllPrivate().TryGetError(out error)) return error;
        if (Connect(guestInterface).TryGetError(out error, out var guestEnd)) return error;

        using var hostStream = new FileStream(hostEnd.TakeFileHandle(), FileAccess.ReadWrite, bufferSize: 0);
        using var guestStream = new FileStream(guestEnd.TakeFileHandle(), FileAccess.ReadWrite, bufferSize: 0);
        var header = isInherited ? VirtioHeader : 0;
        Relay(hostStream, guestStream, "to the guest", skipped: header, added: 0);
        Relay(guestStream, hostStream, "to the host", skipped: 0, added: header);

        PidFd? running = null;
        using var saving = PosixSignalRegistration.Create((PosixSignal)UserSignal, context =>
        {
            context.Cancel = true;
            _ = running?.Signal(UserSignal);
        });

        // Last: afterwards this thread can start no thread any more.
        if (ThreadNamespaces.Unshare(NamespaceKinds.ChildPids).TryGetError(out error)) return error;
        var spawned = Spawner.StartUnwatched(new SpawnInput
        {
            Program = program,
            Arguments = arguments,
            Descriptors = [new ChildDescriptor(2, StandardError())],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
        });
        if (spawned.TryGetError(out error, out var guest)) return error;
        using (guest)
        {
            running = guest.Process;
            return guest.Wait().ShellCode;
        }
    }

    private static Result<Fd, LobsterError> Connect(string guestInterface)
    {
        if (Tap.Create(guestInterface, owner: 0).TryGetError(out var error)) return error;
        if (RtNetlink.Open().TryGetError(out error, out var kernel)) return error;
        using (kernel)
        {
            var change = new LinkChange { Mac = HardwareAddress.Parse(MacAddress.Guest), AutomaticLinkLocal = false };
            var changed = RtNetlink.IndexOf(guestInterface).Bind(index => kernel.Apply(new RtBatch().ChangeLink(index, change)));
            return changed.TryGetError(out error) ? error : Tap.Open(guestInterface, TapFlags.None);
        }
    }

    // One read is one frame, and one write too.
    private static void Relay(FileStream from, FileStream to, string name, int skipped, int added)
    {
        var thread = new Thread(() =>
        {
            var frame = new byte[64 << 10];
            while (true)
            {
                try
                {
                    var length = from.Read(frame, added, frame.Length - added);
                    if (length == 0) return;
                    to.Write(frame, skipped, added + length - skipped);
                }
                catch (IOException)
                {
                    // The interface at the other end is down: a wire without a far end loses frames.
                }
            }
        }, 64 << 10)
        {
            IsBackground = true,
            Name = name,
        };
        thread.Start();
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle StandardError() => new(2, ownsHandle: false);
}

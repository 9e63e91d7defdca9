using System.Net;
using System.Net.Sockets;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Namespaces;

namespace Lobsterd.Tests.Fixtures;

/// <summary>The network that <c>build/sandbox</c> hides from the tests, for the few programs that have to fetch packages.</summary>
public static class OuterNetwork
{
    private static readonly string? Namespace = Environment.GetEnvironmentVariable("LOBSTERD_TEST_OUTER_NETNS");

    /// <summary>A program, and its arguments, that reaches that network.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">Its own.</param>
    public static (string Program, IReadOnlyList<string> Arguments) Reach(string program, params IReadOnlyList<string> arguments) =>
        Namespace is null ? (program, arguments) : ("/usr/bin/nsenter", ["--net=" + Namespace, "--", program, .. arguments]);

    /// <summary>Writes a script that runs a program so that it reaches that network, for whoever takes only a path.</summary>
    /// <param name="script">Absolute path of the script.</param>
    /// <param name="program">Absolute path.</param>
    /// <returns>The script's path.</returns>
    public static string WriteScript(string script, string program)
    {
        var (first, arguments) = Reach(program);
        File.WriteAllText(script, $"#!/bin/sh\nexec {string.Join(' ', [first, .. arguments])} \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return script;
    }

    /// <summary>What asks over that network; the caller's to dispose.</summary>
    public static SocketsHttpHandler Handler() => Namespace is null ? new SocketsHttpHandler() : new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var (socket, addresses) = await ResolvedAsync(context.DnsEndPoint.Host);
            try
            {
                await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    // Names are asked by the thread that asks, and a socket belongs to the namespace that it was made in: so both on a thread of their own, in that network.
    private static Task<(Socket Socket, IPAddress[] Addresses)> ResolvedAsync(string host)
    {
        var outcome = new TaskCompletionSource<(Socket, IPAddress[])>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                using var place = Fd.Open(Namespace!, OpenFlags.ReadOnly).Value;
                if (ThreadNamespaces.Enter(place, NamespaceKinds.Network).IsFailure) throw new InvalidOperationException($"{Namespace} cannot be entered");
                var addresses = Dns.GetHostAddresses(host, AddressFamily.InterNetwork);
                outcome.SetResult((new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, addresses));
            }
#pragma warning disable CA1031 // Carried over to whoever awaits it, whatever it is.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                outcome.SetException(exception);
            }
        })
        {
            IsBackground = true,
            Name = "in the outer network",
        };
        thread.Start();
        return outcome.Task;
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>kernel add|ls|rm</c>.</summary>
internal static class KernelCommands
{
    private const int ShownHash = 12;

    internal static Command Build(CommandFrame frame)
    {
        var path = new Argument<string>("PATH") { Description = "An unpacked package, a boot image (vmlinuz) or an uncompressed kernel (vmlinux)" };
        var add = new ExampledCommand(
            "add",
            "Take a kernel into the store; new tenants boot it.",
            "A boot image's modules are looked for where its distribution puts them, and its kernel is unpacked for Firecracker.",
            "lobsterd kernel add /boot/vmlinuz-6.1.0-28-cloud-amd64",
            "lobsterd kernel add vmlinux-6.1.102") { path };
        frame.Handle(add, (shell, parsed, cancellationToken) => AddAsync(shell, parsed.GetRequiredValue(path), cancellationToken));

        var list = new ExampledCommand("ls", "List kernels, the current one first.", "", "lobsterd kernel ls --json | jq '.kernels[].release'");
        frame.Handle(list, (shell, _, cancellationToken) => ListAsync(shell, cancellationToken));

        var removed = new Argument<string>("KERNEL") { Description = "Release, or the beginning of the hash" };
        var remove = new ExampledCommand("rm", "Remove a kernel.", "Refused for the current one.", "lobsterd kernel rm 6.1.0-28-cloud-amd64") { removed };
        frame.Handle(remove, (shell, parsed, cancellationToken) => shell.RemoveAsync(ReefPaths.Kernels, parsed.GetRequiredValue(removed), cancellationToken));

        return new ExampledCommand(
            "kernel",
            "Add, list and remove kernels that tenants boot.",
            "The store keeps the current kernel and the one before it.",
            "lobsterd kernel add /boot/vmlinuz-$(uname -r)",
            "lobsterd kernel ls") { add, list, remove };
    }

    private static async Task<UnitResult<LobsterError>> AddAsync(Shell shell, string path, CancellationToken cancellationToken)
    {
        var call = new OperationCall($"add kernel {PlainText.Of(Path.GetFileName(path), 48)}", "POST", ReefPaths.Kernels)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new KernelAddBody(Path.GetFullPath(path)), ReefJson.Default.KernelAddBody),
            CanBeCancelled = true,
        };
        if ((await shell.RunAsync(call, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (operation?.Kernel is not { } kernel) return ReefSocket.NotUnderstood(ReefPaths.Kernels);
        if (shell.IsJson)
        {
            shell.WriteJson(kernel, ReefJson.Default.KernelBody);
            return UnitResult.Success<LobsterError>();
        }

        var unpacked = kernel.HasVmlinux ? "" : "; nothing on this host unpacks it, so Firecracker cannot boot it";
        await shell.Screen.Out.WriteAsync($"{GuestText.Of(kernel.Release, hasColour: false)} boots in new tenants, with {kernel.Modules} modules{unpacked}\n");
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> ListAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetAsync(ReefPaths.Kernels, ReefJson.Default.KernelList, cancellationToken)).TryGetError(out var error, out var list)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(list, ReefJson.Default.KernelList);
            return UnitResult.Success<LobsterError>();
        }

        var table = new FittedTable(new("RELEASE", 6), new("HASH", 5), new("SIZE", 4), new("MODULES", 2), new("FIRECRACKER", 1), new("CURRENT", 3))
        {
            WhenEmpty = "no kernels; lobsterd kernel add PATH brings one",
        };
        foreach (var kernel in list.Kernels)
        {
            table.Add(
                GuestText.Of(kernel.Release, hasColour: false),
                kernel.Hash[..Math.Min(ShownHash, kernel.Hash.Length)],
                Amounts.OfBytes(kernel.SizeBytes),
                kernel.Modules.ToString(CultureInfo.InvariantCulture),
                kernel.HasVmlinux ? "yes" : "no",
                kernel.IsCurrent ? "yes" : "");
        }

        table.Write(shell.Screen, WordStyles.Of);
        return UnitResult.Success<LobsterError>();
    }
}

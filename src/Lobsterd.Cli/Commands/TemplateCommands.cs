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

/// <summary><c>template build|ls|inspect|verify|rm</c>.</summary>
internal static class TemplateCommands
{
    private const int ShownKey = 12;

    internal static Command Build(CommandFrame frame) =>
        new ExampledCommand(
            "template",
            "Make, list, check and remove templates: paused VMs that new tenants are restored from.",
            "A spawn that misses its template boots, and the template is made behind it. What a template is made from is its key: image, kernel, hypervisor, sizes, and the workload whose program waits in it.",
            "lobsterd template build",
            "lobsterd template ls") { NewBuild(frame), NewList(frame), NewInspect(frame), NewVerify(frame), NewRemove(frame) };

    private static ExampledCommand NewBuild(CommandFrame frame)
    {
        var image = new Option<string?>("--image") { Description = "Image name or hash; the configured default otherwise", HelpName = "IMAGE" };
        var workload = new Option<string?>("--workload") { Description = "Workload of the tenants that it is for; the image's own otherwise", HelpName = "WORKLOAD" };
        var size = new SizeOptions();
        var command = new ExampledCommand(
            "build",
            "Make a template before a spawn wants it.",
            "Prints its key. One that is there already is the answer at once.",
            "lobsterd template build",
            "lobsterd template build --image debian --memory 512") { image, workload };
        foreach (var option in size.All) command.Options.Add(option);
        frame.Handle(command, async (shell, parsed, cancellationToken) => size.Read(parsed).TryGetError(out var invalid, out var sizes)
            ? invalid
            : await BuildAsync(
                shell,
                new TemplateBuildBody
                {
                    Image = parsed.GetValue(image),
                    Workload = parsed.GetValue(workload),
                    Vcpus = sizes.Vcpus,
                    MemoryMib = sizes.MemoryMib,
                    DiskBytes = sizes.DiskBytes,
                },
                cancellationToken));
        return command;
    }

    private static ExampledCommand NewList(CommandFrame frame)
    {
        var command = new ExampledCommand("ls", "List templates, newest first.", "", "lobsterd template ls --json | jq '.templates[].key'");
        frame.Handle(command, (shell, _, cancellationToken) => ListAsync(shell, cancellationToken));
        return command;
    }

    private static ExampledCommand NewInspect(CommandFrame frame)
    {
        var key = NewKey();
        var command = new ExampledCommand("inspect", "Show all that is known of a template.", "", "lobsterd template inspect 3f9a01c2") { key };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            ShowAsync(shell, "GET", PathOf(parsed.GetRequiredValue(key)), cancellationToken));
        return command;
    }

    private static ExampledCommand NewVerify(CommandFrame frame)
    {
        var key = NewKey();
        var command = new ExampledCommand(
            "verify", "Read a whole template and compare it with its passport.", "Exits with 4 where a file is not what was sealed.", "lobsterd template verify 3f9a01c2") { key };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            ShowAsync(shell, "POST", $"{PathOf(parsed.GetRequiredValue(key))}/verify", cancellationToken));
        return command;
    }

    private static ExampledCommand NewRemove(CommandFrame frame)
    {
        var key = NewKey();
        var command = new ExampledCommand("rm", "Remove a template.", "Tenants that were restored from it run on.", "lobsterd template rm 3f9a01c2") { key };
        frame.Handle(command, (shell, parsed, cancellationToken) => shell.RemoveAsync(ReefPaths.Templates, parsed.GetRequiredValue(key), cancellationToken));
        return command;
    }

    private static Argument<string> NewKey() => new("TEMPLATE") { Description = "The key, or its first 8 digits or more" };

    private static string PathOf(string key) => $"{ReefPaths.Templates}/{Uri.EscapeDataString(key)}";

    private static async Task<UnitResult<LobsterError>> BuildAsync(Shell shell, TemplateBuildBody body, CancellationToken cancellationToken)
    {
        var call = new OperationCall("build template", "POST", ReefPaths.Templates)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, ReefJson.Default.TemplateBuildBody),
            CanBeCancelled = true,
        };
        if ((await shell.RunAsync(call, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (operation?.Template is not { } template) return ReefSocket.NotUnderstood(ReefPaths.Templates);
        if (shell.IsJson) shell.WriteJson(template, ReefJson.Default.TemplateBody);
        else await shell.Screen.Out.WriteAsync($"{template.Key}\n");
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> ListAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetAsync(ReefPaths.Templates, ReefJson.Default.TemplateList, cancellationToken)).TryGetError(out var error, out var list)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(list, ReefJson.Default.TemplateList);
            return UnitResult.Success<LobsterError>();
        }

        var now = shell.Clock.GetUtcNow();
        var table = new FittedTable(new("KEY", 6), new("IMAGE", 5), new("WORKLOAD", 3), new("HYPERVISOR", 2), new("CPUS", 1), new("MEMORY", 4), new("DISK", 3), new("AGE", 3), new("STATE", 5))
        {
            WhenEmpty = "no templates; lobsterd template build makes one",
        };
        foreach (var template in list.Templates)
        {
            table.Add(
                template.Key[..Math.Min(ShownKey, template.Key.Length)],
                GuestText.Of(template.Image, hasColour: false),
                GuestText.Of(template.Workload ?? "", hasColour: false),
                GuestText.Of(template.Hypervisor, hasColour: false),
                template.Vcpus.ToString(CultureInfo.InvariantCulture),
                Amounts.OfBytes((long)template.MemoryMib << 20),
                Amounts.OfBytes(template.DiskBytes),
                Amounts.OfAge(now - template.MadeAt),
                template.Damaged ? "damaged" : "ready");
        }

        table.Write(shell.Screen, WordStyles.Of);
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> ShowAsync(Shell shell, string method, string path, CancellationToken cancellationToken)
    {
        if ((await shell.Client.AskBytesAsync(method, path, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
        if (ReefClient.Parse(path, bytes, ReefJson.Default.TemplateBody).TryGetError(out error, out var template)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(template, ReefJson.Default.TemplateBody);
            return UnitResult.Success<LobsterError>();
        }

        await shell.Screen.Out.WriteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            key         {template.Key}
            state       {(template.Damaged ? "damaged" : "ready")}
            image       {GuestText.Of(template.Image, hasColour: false)} {template.ImageHash}
            hypervisor  {GuestText.Of(template.Hypervisor, hasColour: false)}
            kernel      {GuestText.Of(template.Kernel, hasColour: false)}
            workload    {GuestText.Of(template.Workload ?? "none", hasColour: false)}
            size        {template.Vcpus} CPUs, {template.MemoryMib} MiB, disk {Amounts.OfBytes(template.DiskBytes)}
            made        {template.MadeAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} in {template.TookMs / 1_000:0.0} s

            """));
        foreach (var file in template.Files)
            await shell.Screen.Out.WriteAsync($"file        {GuestText.Of(file.Name, hasColour: false)}, {Amounts.OfBytes(file.Bytes)}, SHA-256 {file.Sha256}\n");
        return UnitResult.Success<LobsterError>();
    }
}

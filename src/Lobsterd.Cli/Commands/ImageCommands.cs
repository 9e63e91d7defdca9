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

/// <summary><c>image build|ls|inspect|rm</c>.</summary>
internal static class ImageCommands
{
    private const int ShownHash = 12;

    internal static Command Build(CommandFrame frame)
    {
        var recipe = new Argument<string>("RECIPE") { Description = "The recipe's folder name, e.g. minimal or debian" };
        var build = new ExampledCommand(
            "build", "Build an image from its recipe.", "Prints its hash. Ctrl-C ends it without a trace.", "lobsterd image build debian") { recipe };
        frame.Handle(build, (shell, parsed, cancellationToken) => BuildAsync(shell, parsed.GetRequiredValue(recipe), cancellationToken));

        var list = new ExampledCommand("ls", "List images, newest first.", "", "lobsterd image ls --json | jq '.images[].hash'");
        frame.Handle(list, (shell, _, cancellationToken) => ListAsync(shell, cancellationToken));

        var shown = new Argument<string>("IMAGE") { Description = "Name, or the beginning of the hash" };
        var inspect = new ExampledCommand("inspect", "Show all that is known of an image.", "", "lobsterd image inspect minimal") { shown };
        frame.Handle(inspect, (shell, parsed, cancellationToken) => InspectAsync(shell, parsed.GetRequiredValue(shown), cancellationToken));

        var removed = new Argument<string>("IMAGE") { Description = "Name, or the beginning of the hash" };
        var remove = new ExampledCommand("rm", "Remove an image.", "Refused while a tenant runs it.", "lobsterd image rm debian") { removed };
        frame.Handle(remove, (shell, parsed, cancellationToken) => shell.RemoveAsync(ReefPaths.Images, parsed.GetRequiredValue(removed), cancellationToken));

        return new ExampledCommand(
            "image",
            "Build, list, show and remove images: the read-only root file systems that tenants share.",
            "",
            "lobsterd image build debian",
            "lobsterd image ls") { build, list, inspect, remove };
    }

    private static async Task<UnitResult<LobsterError>> BuildAsync(Shell shell, string recipe, CancellationToken cancellationToken)
    {
        var call = new OperationCall($"build {PlainText.Of(recipe, 32)}", "POST", ReefPaths.Images)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new ImageBuildBody(recipe), ReefJson.Default.ImageBuildBody),
            CanBeCancelled = true,
        };
        if ((await shell.RunAsync(call, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (operation?.Image is not { } image) return ReefSocket.NotUnderstood(ReefPaths.Images);
        if (shell.IsJson) shell.WriteJson(image, ReefJson.Default.ImageBody);
        else await shell.Screen.Out.WriteAsync($"{image.Hash}\n");
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> ListAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetAsync(ReefPaths.Images, ReefJson.Default.ImageList, cancellationToken)).TryGetError(out var error, out var list)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(list, ReefJson.Default.ImageList);
            return UnitResult.Success<LobsterError>();
        }

        var now = shell.Clock.GetUtcNow();
        var table = new FittedTable(new("NAME", 6), new("HASH", 5), new("SIZE", 4), new("AGE", 3), new("WORKLOAD", 1), new("TENANTS", 2))
        {
            WhenEmpty = "no images; lobsterd image build NAME makes one",
        };
        foreach (var image in list.Images)
        {
            table.Add(
                GuestText.Of(image.Name, hasColour: false),
                image.Hash[..Math.Min(ShownHash, image.Hash.Length)],
                Amounts.OfBytes(image.SizeBytes),
                Amounts.OfAge(now - image.BuiltAt),
                GuestText.Of(image.Workload ?? "", hasColour: false),
                image.UsedBy.ToString(CultureInfo.InvariantCulture));
        }

        table.Write(shell.Screen, WordStyles.Of);
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> InspectAsync(Shell shell, string name, CancellationToken cancellationToken)
    {
        var asked = await shell.Client.GetAsync($"{ReefPaths.Images}/{Uri.EscapeDataString(name)}", ReefJson.Default.ImageBody, cancellationToken);
        if (asked.TryGetError(out var error, out var image)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(image, ReefJson.Default.ImageBody);
            return UnitResult.Success<LobsterError>();
        }

        await shell.Screen.Out.WriteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            name      {GuestText.Of(image.Name, hasColour: false)}
            hash      {image.Hash}
            size      {Amounts.OfBytes(image.SizeBytes)} ({image.SizeBytes} bytes)
            built     {image.BuiltAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}
            workload  {GuestText.Of(image.Workload ?? "gateway", hasColour: false)}
            port      {image.Port?.ToString(CultureInfo.InvariantCulture) ?? "the workload's"}
            tenants   {image.UsedBy}

            """));
        return UnitResult.Success<LobsterError>();
    }
}

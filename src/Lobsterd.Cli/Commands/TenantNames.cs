using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using Lobsterd.Cli.Client;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary>Offers the names of tenants to a shell that completes a line. Only a service that runs is asked: to press a key must not start one.</summary>
internal sealed class TenantNames(CommandFrame frame)
{
    private const int MostBytes = 1 << 20;
    private const int MostNames = 1_000;

    // Somebody has pressed a key and waits.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    // Their NAME is another thing's, or a tenant's that is not there yet.
    private static readonly HashSet<string> Others = ["spawn", "image", "kernel", "template", "tokens"];

    /// <summary>Has every argument that is a tenant's name offer them.</summary>
    internal void AttachTo(RootCommand root)
    {
        foreach (var command in root.Subcommands.Where(command => !Others.Contains(command.Name))) Attach(command);
    }

    private void Attach(Command command)
    {
        foreach (var argument in command.Arguments)
        {
            if (argument.Name == "NAME") argument.CompletionSources.Add(context => NamesOf(context.ParseResult).Select(name => new CompletionItem(name)));
            if (command.Name == "cp") argument.CompletionSources.Add(context => NamesOf(context.ParseResult).Select(name => new CompletionItem($"{name}:")));
        }

        foreach (var child in command.Subcommands) Attach(child);
    }

    private IReadOnlyList<string> NamesOf(ParseResult parsed)
    {
        if (!frame.PathsOf(parsed).TryGetValue(out var paths)) return [];

        // The parser asks for words, not for a task, and nothing else is to be done meanwhile.
#pragma warning disable VSTHRD002 // see above
        return AskAsync(paths.ServiceSocket).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private static async Task<IReadOnlyList<string>> AskAsync(string socket)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            var request = new ReefRequest("GET", $"{ReefPaths.Tenants}?fields=name&limit={MostNames}");
            if ((await ReefExchange.SendAsync(socket, request, patience.Token)).TryGetError(out _, out var exchange)) return [];
            using (exchange)
            {
                if ((await exchange.ReadAllAsync(MostBytes, patience.Token)).TryGetError(out _, out var bytes)) return [];
                using var answer = JsonDocument.Parse(bytes);
                return [.. answer.RootElement.GetProperty("tenants").EnumerateArray().Select(tenant => tenant.GetProperty("name").GetString()!)];
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // No names are better than words in the middle of a line that is being typed.
            return [];
        }
    }
}

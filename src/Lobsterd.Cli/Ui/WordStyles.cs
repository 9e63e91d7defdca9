using Spectre.Console;

namespace Lobsterd.Cli.Ui;

/// <summary>The colours of the words that states and checks are told in.</summary>
internal static class WordStyles
{
    internal static Style Of(string word) => word switch
    {
        "running" or "ok" or "succeeded" or "healthy" or "repaired" => new Style(Color.Green),
        "failed" or "fail" or "not repaired" => new Style(Color.Red),
        "stopped" or "suspended" => new Style(Color.Grey),
        _ => new Style(Color.Yellow),
    };
}

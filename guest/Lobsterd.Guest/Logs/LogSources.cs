namespace Lobsterd.Guest.Logs;

/// <summary>The words by which the wire and the log file name a line's writer.</summary>
internal static class LogSources
{
    internal static string ToWord(this LogSource source) => source switch
    {
        LogSource.Output => "stdout",
        LogSource.Error => "stderr",
        _ => "agent",
    };
}

namespace Lobsterd.Guest.Logs;

/// <summary>Who wrote a line.</summary>
internal enum LogSource
{
    /// <summary>The workload, on its standard output.</summary>
    Output,

    /// <summary>The workload, on its standard error.</summary>
    Error,

    /// <summary>The agent itself.</summary>
    Agent,
}

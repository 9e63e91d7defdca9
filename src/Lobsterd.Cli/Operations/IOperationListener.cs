using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Operations;

/// <summary>Who shows an operation's progress.</summary>
internal interface IOperationListener
{
    /// <summary>A step began, ended, or was undone.</summary>
    void Step(StepBody step);

    /// <summary>Something that a person who waits should know: the service went away, Ctrl-C was heard.</summary>
    void Note(string text);

    /// <summary>It ended.</summary>
    void Ended();
}

using System;

namespace TokenTools.Tests;

/// <summary>Marks a class whose tests take so long, one after another, that they would be left alone at the end.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TakesLongAttribute : Attribute;

// Written by scripts/api-types.mjs from docs/openapi.json; never by hand.
export interface components {
  schemas: {
    AccessRecord: {
      action: string;
      actionEn: string;
      actionZh: string;
      at: string;
      code: string | null;
      id: string;
      /** @enum {string} */
      kind: 'read' | 'act' | 'account';
      method: string;
      path: string;
      person: string | null;
      personName: string | null;
      principal: string | null;
      principalName: string | null;
      region: string | null;
      regionName: string | null;
      role: string | null;
      roleZh: string | null;
      scope: string | null;
      status: number;
      subject: string | null;
    };
    AccessRecords: {
      limit: number;
      more: boolean;
      rows: components['schemas']['AccessRecord'][];
    };
    Account: {
      createdAt: string;
      demo: boolean;
      grants: {
        ended: boolean;
        from: string;
        id: string;
        region: string;
        regionName: string;
        role: string;
        roleEn: string;
        roleZh: string;
        standIn: {
          document: string;
          principal: string;
          principalName: string;
        } | null;
        unit: string | null;
        until: string | null;
      }[];
      login: string;
      mustChange: boolean;
      name: string;
      person: string;
      program: boolean;
      /** @enum {string} */
      state: 'active' | 'locked' | 'disabled';
    };
    AccountChanged: {
      id: string;
    };
    Accounts: {
      rows: components['schemas']['Account'][];
    };
    BrandCard: {
      brandId: string;
      brandType: string | null;
      category: string | null;
      /** @enum {string|null} */
      claimedTier: 'county' | 'prefecture' | 'province' | null;
      conflicts: number;
      cultivatedFrom: string | null;
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      dueDates: {
        on: string;
        period: number | null;
        what: string;
      }[];
      figures: components['schemas']['FigureRow'][];
      formedOn: string | null;
      honourList: {
        honour: string;
        source: {
          note: string | null;
          reference: string;
        };
        title: string | null;
        year: number | null;
      }[];
      honours: number;
      keyProject: boolean;
      /** @enum {string} */
      kind: 'labour' | 'training' | 'dual';
      listed: boolean;
      name: string;
      /** @enum {string} */
      origin: 'published' | 'operational' | 'synthetic';
      proposals: {
        fallsDueOn: string | null;
        period: number | null;
        proposalId: string;
        /** @enum {string} */
        status: 'open' | 'confirmed' | 'withdrawn' | 'fellDue' | 'closed';
        step: string;
        /** @enum {string|null} */
        toTier: 'county' | 'prefecture' | 'province' | null;
      }[];
      ratios: {
        bound: string;
        percent: string;
        ratio: string;
        source: {
          note: string | null;
          reference: string;
        };
        toYear: number | null;
      }[];
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      regionAsStated: {
        county: string | null;
        prefecture: string | null;
        province: string | null;
      } | null;
      revision: number;
      sideStates: (
        | 'reviewDue'
        | 'reviewOverdue'
        | 'underReview'
        | 'warned'
        | 'rectifying'
        | 'rectified'
        | 'supportStopped'
        | 'exitProposed'
        | 'onExitNotice'
        | 'downgraded'
        | 'promoted'
        | 'eligible'
        | 'decisionStale'
      )[];
      source: {
        note: string | null;
        reference: string;
      };
      /** @enum {string} */
      stage: 'reported' | 'nominated' | 'evaluated' | 'cultivated' | 'delisted';
      targets: {
        byYear: number | null;
        perYear: boolean;
        source: {
          note: string | null;
          reference: string;
        };
        target: string;
        unit: string;
        value: number;
      }[];
      /** @enum {string|null} */
      tier: 'county' | 'prefecture' | 'province' | null;
      tierClaims: {
        reading: boolean;
        sinceYear: number | null;
        source: {
          note: string | null;
          reference: string;
        };
        /** @enum {string} */
        tier: 'county' | 'prefecture' | 'province';
      }[];
      updatedOn: string;
    };
    BrandPage: {
      limit: number;
      offset: number;
      position: string;
      rows: components['schemas']['BrandRow'][];
      total: number;
    };
    BrandRow: {
      brandId: string;
      brandType: string | null;
      category: string | null;
      /** @enum {string|null} */
      claimedTier: 'county' | 'prefecture' | 'province' | null;
      conflicts: number;
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      honours: number;
      keyProject: boolean;
      /** @enum {string} */
      kind: 'labour' | 'training' | 'dual';
      listed: boolean;
      name: string;
      /** @enum {string} */
      origin: 'published' | 'operational' | 'synthetic';
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      revision: number;
      sideStates: (
        | 'reviewDue'
        | 'reviewOverdue'
        | 'underReview'
        | 'warned'
        | 'rectifying'
        | 'rectified'
        | 'supportStopped'
        | 'exitProposed'
        | 'onExitNotice'
        | 'downgraded'
        | 'promoted'
        | 'eligible'
        | 'decisionStale'
      )[];
      /** @enum {string} */
      stage: 'reported' | 'nominated' | 'evaluated' | 'cultivated' | 'delisted';
      /** @enum {string|null} */
      tier: 'county' | 'prefecture' | 'province' | null;
      updatedOn: string;
    };
    CommandResult: {
      brandId: string | null;
      events: {
        id: string;
        type: string;
      }[];
      position: string;
      repeated: boolean;
      revision: number;
      stream: string;
    };
    CorrectionPage: {
      limit: number;
      offset: number;
      position: string;
      rows: components['schemas']['CorrectionRow'][];
      total: number;
    };
    CorrectionPreview: {
      brandId: string;
      closedYears: {
        closedOn: string;
        region: string;
        regionName: string;
        year: number;
      }[];
      corrects: string;
      courses: {
        asOf: string;
        instead: {
          en: string;
          titleEn: string;
          titleZh: string;
          type: string;
          zh: string;
        }[];
        period: number | null;
        trigger: string;
        without: {
          en: string;
          titleEn: string;
          titleZh: string;
          type: string;
          zh: string;
        }[];
      }[];
      decisions: {
        after: {
          en: string;
          explanation: {
            asOf: string;
            completedBy?: {
              digest: string;
              pack: string;
              version: string;
            }[];
            digest: string;
            engine: string;
            evaluationYear: number;
            names?: {
              [key: string]: {
                en: string;
                zh: string;
              };
            };
            /** @enum {string} */
            outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
            pack: string;
            restsOnConfigured: boolean;
            root: components['schemas']['ExplanationNode'];
            rule: string;
            subject: {
              kind: string;
              name: string;
              region: string | null;
              stream: string;
            };
            version: string;
          };
          /** @enum {string} */
          outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
          zh: string;
        } | null;
        /** @enum {string} */
        basis: 'stated' | 'configured';
        before: {
          en: string;
          explanation: {
            asOf: string;
            completedBy?: {
              digest: string;
              pack: string;
              version: string;
            }[];
            digest: string;
            engine: string;
            evaluationYear: number;
            names?: {
              [key: string]: {
                en: string;
                zh: string;
              };
            };
            /** @enum {string} */
            outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
            pack: string;
            restsOnConfigured: boolean;
            root: components['schemas']['ExplanationNode'];
            rule: string;
            subject: {
              kind: string;
              name: string;
              region: string | null;
              stream: string;
            };
            version: string;
          };
          /** @enum {string} */
          outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
          zh: string;
        };
        cite: string | null;
        decisionKey: string;
        en: string;
        eventId: string;
        revision: number;
        rule: string;
        takenOn: string;
        titleEn: string;
        titleZh: string;
        type: string;
        umbrella: string | null;
        zh: string;
      }[];
      links: {
        /** @enum {string} */
        after: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
        /** @enum {string} */
        before: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
        counted: boolean;
        id: string;
        name: string;
        region: {
          code: string;
          name: string;
          path: {
            code: string;
            name: string;
          }[];
        };
        /** @enum {string} */
        side: 'labour' | 'training';
      }[];
      requestId: string | null;
      revision: number;
      valueAfter: number;
      valueBefore: number;
    };
    CorrectionRow: {
      answer: string | null;
      askedBy: {
        id: string;
        role: string | null;
      };
      askedOn: string;
      brandId: string;
      brandName: string;
      corrects: string;
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      evidence: string[];
      figure: {
        /** @enum {string} */
        bound: 'exact' | 'atLeast' | 'about' | 'almost';
        /** @enum {string} */
        directness: 'direct' | 'indirect' | 'combined' | 'unstated';
        estimate: {
          basis: string;
          method: string;
        } | null;
        /** @enum {string} */
        metric:
          | 'employmentDriven'
          | 'workers'
          | 'skilledWorkers'
          | 'exported'
          | 'selfUsed'
          | 'trainedPersons'
          | 'trainedPersonTimes'
          | 'trained'
          | 'trainedPoverty'
          | 'trainedAndExported'
          | 'examined'
          | 'passed'
          | 'certified'
          | 'certifiedWorkers'
          | 'trainedWorkers'
          | 'employedAfterTraining'
          | 'employedPoverty'
          | 'employedNew'
          | 'keyGroupSubsidised'
          | 'orderTrained'
          | 'retainedThreeMonths'
          | 'localWorkers'
          | 'inflowWorkers'
          | 'recruited'
          | 'postsAgreed'
          | 'jobsCreated'
          | 'incomeYearly'
          | 'income'
          | 'outputValue'
          | 'shops'
          | 'branches'
          | 'brokers'
          | 'trainingClasses'
          | 'leadUnits'
          | 'brandCount'
          | 'educationFunds'
          | 'frontlineEducationFunds'
          | 'enrolledStudents'
          | 'teachers'
          | 'fullTimeTeachers'
          | 'institutionsServed'
          | 'institutionsServedTwelveMonths'
          | 'examsHeld'
          | 'examsSupervised'
          | 'placedInFoshan'
          | 'oldestTrainee'
          | 'longestClassDays'
          | 'subsidyPerWorker'
          | 'subsidyPerPersonDay'
          | 'reviewScore';
        /** @enum {string} */
        nature: 'flow' | 'stock' | 'cumulative' | 'unstated';
        source: {
          note: string | null;
          reference: string;
        };
        /** @enum {string} */
        unit: 'persons' | 'personTimes' | 'yuan' | 'items' | 'points' | 'days' | 'years' | 'unstated';
        value: number;
        window: {
          asOf: string | null;
          fromYear: number | null;
          toYear: number | null;
        };
      };
      figureId: string | null;
      reason: string;
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      requestId: string | null;
      settledBy: {
        id: string;
        role: string | null;
      } | null;
      settledOn: string | null;
      /** @enum {string} */
      state: 'open' | 'approved' | 'refused' | 'withdrawn' | 'direct';
      valueBefore: number | null;
    };
    CountSource: {
      brandId: string;
      category: string;
      figures: {
        asOf: string | null;
        bound: string;
        estimate: {
          basis: string;
          method: string;
        } | null;
        event: components['schemas']['EventPlace'];
        figureId: string;
        /** @enum {string} */
        part: 'counted' | 'earlier' | 'repeated' | 'corrected' | 'disputed' | 'notYearly';
        source: {
          note: string | null;
          reference: string;
        };
        value: number;
      }[];
      name: string;
      region: string;
      regionName: string;
      tier: string;
      value: number | null;
    };
    CountSources: {
      brands: number;
      conflicts: number;
      limit: number;
      offset: number;
      position: string;
      rows: components['schemas']['CountSource'][];
      sum: number;
      total: number;
    };
    Coverage: {
      asOf: string;
      rows: components['schemas']['CoverageRow'][];
    };
    CoverageRow: {
      actual: number | null;
      /** @enum {string} */
      basis: 'stated' | 'configured';
      cite: string | null;
      en: string;
      /** @enum {string} */
      outcome: 'met' | 'missed' | 'open';
      pack: string;
      region: string;
      regionName: string;
      rule: string;
      sentenceEn: string;
      sentenceZh: string;
      zh: string;
    };
    DraftFill: {
      applied: boolean;
      cells: {
        address: string;
        after: string;
        before: string | null;
        brand: string;
        directness: string;
        /** @enum {string} */
        kind: 'new' | 'changed' | 'unchanged';
        line: string;
        metric: string;
        trade: string | null;
      }[];
      choices: {
        as: string;
        id: string;
      }[];
      columns: {
        address: string;
        as: string;
        heading: string;
        id: string;
      }[];
      conflicts: {
        by: string;
        line: string;
        theirs: string | null;
        yours: string | null;
      }[];
      counts: {
        changed: number;
        new: number;
        unchanged: number;
      };
      faults: components['schemas']['FileFault'][];
      headingRow: number;
      rows: number;
      seen: string;
      sheet: string | null;
      stale: boolean;
      unknownBrands: {
        address: string;
        name: string;
      }[];
      unknownColumns: {
        address: string;
        choosable: boolean;
        en: string;
        heading: string;
        zh: string;
      }[];
    };
    EditionComparison: {
      added: {
        brandId: string;
        category: string | null;
        keyProjects: {
          by: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
          /** @enum {string} */
          level: 'county' | 'prefecture' | 'province';
        }[];
        /** @enum {string} */
        kind: 'labour' | 'training' | 'dual';
        listedBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
        listedSince: string;
        name: string;
        /** @enum {string} */
        origin: 'published' | 'operational' | 'synthetic';
        region: string;
        /** @enum {string} */
        tier: 'county' | 'prefecture' | 'province';
        tierBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
      }[];
      downgraded: {
        entry: {
          brandId: string;
          category: string | null;
          keyProjects: {
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            /** @enum {string} */
            level: 'county' | 'prefecture' | 'province';
          }[];
          /** @enum {string} */
          kind: 'labour' | 'training' | 'dual';
          listedBy: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
          listedSince: string;
          name: string;
          /** @enum {string} */
          origin: 'published' | 'operational' | 'synthetic';
          region: string;
          /** @enum {string} */
          tier: 'county' | 'prefecture' | 'province';
          tierBy: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
        };
        /** @enum {string} */
        from: 'county' | 'prefecture' | 'province';
      }[];
      from: number;
      newKeyProjects: {
        brandId: string;
        category: string | null;
        keyProjects: {
          by: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
          /** @enum {string} */
          level: 'county' | 'prefecture' | 'province';
        }[];
        /** @enum {string} */
        kind: 'labour' | 'training' | 'dual';
        listedBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
        listedSince: string;
        name: string;
        /** @enum {string} */
        origin: 'published' | 'operational' | 'synthetic';
        region: string;
        /** @enum {string} */
        tier: 'county' | 'prefecture' | 'province';
        tierBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
      }[];
      promoted: {
        entry: {
          brandId: string;
          category: string | null;
          keyProjects: {
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            /** @enum {string} */
            level: 'county' | 'prefecture' | 'province';
          }[];
          /** @enum {string} */
          kind: 'labour' | 'training' | 'dual';
          listedBy: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
          listedSince: string;
          name: string;
          /** @enum {string} */
          origin: 'published' | 'operational' | 'synthetic';
          region: string;
          /** @enum {string} */
          tier: 'county' | 'prefecture' | 'province';
          tierBy: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
        };
        /** @enum {string} */
        from: 'county' | 'prefecture' | 'province';
      }[];
      removed: {
        brandId: string;
        category: string | null;
        keyProjects: {
          by: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
          /** @enum {string} */
          level: 'county' | 'prefecture' | 'province';
        }[];
        /** @enum {string} */
        kind: 'labour' | 'training' | 'dual';
        listedBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
        listedSince: string;
        name: string;
        /** @enum {string} */
        origin: 'published' | 'operational' | 'synthetic';
        region: string;
        /** @enum {string} */
        tier: 'county' | 'prefecture' | 'province';
        tierBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
      }[];
      renamed: {
        entry: {
          brandId: string;
          category: string | null;
          keyProjects: {
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            /** @enum {string} */
            level: 'county' | 'prefecture' | 'province';
          }[];
          /** @enum {string} */
          kind: 'labour' | 'training' | 'dual';
          listedBy: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
          listedSince: string;
          name: string;
          /** @enum {string} */
          origin: 'published' | 'operational' | 'synthetic';
          region: string;
          /** @enum {string} */
          tier: 'county' | 'prefecture' | 'province';
          tierBy: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
        };
        from: string;
      }[];
      to: number;
      unchanged: number;
    };
    EditionDetail: {
      changes: (
        | {
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            entry: {
              brandId: string;
              category: string | null;
              keyProjects: {
                by: {
                  confirmedBy: string | null;
                  document: {
                    issuedOn: string;
                    number: string;
                    signedBy: string;
                  } | null;
                  event: string;
                  on: string;
                  type: string;
                };
                /** @enum {string} */
                level: 'county' | 'prefecture' | 'province';
              }[];
              /** @enum {string} */
              kind: 'labour' | 'training' | 'dual';
              listedBy: {
                confirmedBy: string | null;
                document: {
                  issuedOn: string;
                  number: string;
                  signedBy: string;
                } | null;
                event: string;
                on: string;
                type: string;
              };
              listedSince: string;
              name: string;
              /** @enum {string} */
              origin: 'published' | 'operational' | 'synthetic';
              region: string;
              /** @enum {string} */
              tier: 'county' | 'prefecture' | 'province';
              tierBy: {
                confirmedBy: string | null;
                document: {
                  issuedOn: string;
                  number: string;
                  signedBy: string;
                } | null;
                event: string;
                on: string;
                type: string;
              };
            };
            /** @enum {string} */
            kind: 'entered';
          }
        | {
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            entry: {
              brandId: string;
              category: string | null;
              keyProjects: {
                by: {
                  confirmedBy: string | null;
                  document: {
                    issuedOn: string;
                    number: string;
                    signedBy: string;
                  } | null;
                  event: string;
                  on: string;
                  type: string;
                };
                /** @enum {string} */
                level: 'county' | 'prefecture' | 'province';
              }[];
              /** @enum {string} */
              kind: 'labour' | 'training' | 'dual';
              listedBy: {
                confirmedBy: string | null;
                document: {
                  issuedOn: string;
                  number: string;
                  signedBy: string;
                } | null;
                event: string;
                on: string;
                type: string;
              };
              listedSince: string;
              name: string;
              /** @enum {string} */
              origin: 'published' | 'operational' | 'synthetic';
              region: string;
              /** @enum {string} */
              tier: 'county' | 'prefecture' | 'province';
              tierBy: {
                confirmedBy: string | null;
                document: {
                  issuedOn: string;
                  number: string;
                  signedBy: string;
                } | null;
                event: string;
                on: string;
                type: string;
              };
            };
            /** @enum {string} */
            kind: 'restored';
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            ground: string;
            /** @enum {string} */
            kind: 'exited';
            name: string;
            /** @enum {string} */
            tier: 'county' | 'prefecture' | 'province';
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            /** @enum {string} */
            from: 'county' | 'prefecture' | 'province';
            /** @enum {string} */
            kind: 'promoted';
            name: string;
            /** @enum {string} */
            to: 'county' | 'prefecture' | 'province';
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            /** @enum {string} */
            from: 'county' | 'prefecture' | 'province';
            /** @enum {string} */
            kind: 'downgraded';
            name: string;
            /** @enum {string} */
            to: 'county' | 'prefecture' | 'province';
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            from: string;
            /** @enum {string} */
            kind: 'renamed';
            to: string;
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            /** @enum {string} */
            kind: 'keyProject';
            /** @enum {string} */
            level: 'county' | 'prefecture' | 'province';
            name: string;
          }
      )[];
      entries: {
        brandId: string;
        category: string | null;
        keyProjects: {
          by: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
          /** @enum {string} */
          level: 'county' | 'prefecture' | 'province';
        }[];
        /** @enum {string} */
        kind: 'labour' | 'training' | 'dual';
        listedBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
        listedSince: string;
        name: string;
        /** @enum {string} */
        origin: 'published' | 'operational' | 'synthetic';
        region: string;
        regionName: string;
        /** @enum {string} */
        tier: 'county' | 'prefecture' | 'province';
        tierBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
      }[];
      head: {
        asOf: string;
        basis: {
          leaf: number;
        };
        changes: {
          downgraded: number;
          entered: number;
          exited: number;
          keyProject: number;
          promoted: number;
          renamed: number;
          restored: number;
        };
        chunks: number;
        /** @enum {string} */
        dataset: 'real' | 'synthetic';
        digest: string;
        document: {
          issuedOn: string;
          number: string;
          signedBy: string;
        };
        editionId: string;
        entries: number;
        number: number;
        policy: {
          approvedBy: string | null;
          approvedOn: string | null;
          /** @enum {string} */
          basis: 'stated' | 'configured';
          cite: string | null;
          clause: string | null;
          digest: string;
          pack: string;
          version: string;
        };
        region: string;
        supersedes: {
          number: number;
          reason: string;
        } | null;
      };
      leaf: number;
      recordedAt: string;
      regionName: string;
      revision: number;
      supersededBy: number | null;
    };
    EditionPreview: {
      asOf: string;
      changes: (
        | {
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            entry: {
              brandId: string;
              category: string | null;
              keyProjects: {
                by: {
                  confirmedBy: string | null;
                  document: {
                    issuedOn: string;
                    number: string;
                    signedBy: string;
                  } | null;
                  event: string;
                  on: string;
                  type: string;
                };
                /** @enum {string} */
                level: 'county' | 'prefecture' | 'province';
              }[];
              /** @enum {string} */
              kind: 'labour' | 'training' | 'dual';
              listedBy: {
                confirmedBy: string | null;
                document: {
                  issuedOn: string;
                  number: string;
                  signedBy: string;
                } | null;
                event: string;
                on: string;
                type: string;
              };
              listedSince: string;
              name: string;
              /** @enum {string} */
              origin: 'published' | 'operational' | 'synthetic';
              region: string;
              /** @enum {string} */
              tier: 'county' | 'prefecture' | 'province';
              tierBy: {
                confirmedBy: string | null;
                document: {
                  issuedOn: string;
                  number: string;
                  signedBy: string;
                } | null;
                event: string;
                on: string;
                type: string;
              };
            };
            /** @enum {string} */
            kind: 'entered';
          }
        | {
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            entry: {
              brandId: string;
              category: string | null;
              keyProjects: {
                by: {
                  confirmedBy: string | null;
                  document: {
                    issuedOn: string;
                    number: string;
                    signedBy: string;
                  } | null;
                  event: string;
                  on: string;
                  type: string;
                };
                /** @enum {string} */
                level: 'county' | 'prefecture' | 'province';
              }[];
              /** @enum {string} */
              kind: 'labour' | 'training' | 'dual';
              listedBy: {
                confirmedBy: string | null;
                document: {
                  issuedOn: string;
                  number: string;
                  signedBy: string;
                } | null;
                event: string;
                on: string;
                type: string;
              };
              listedSince: string;
              name: string;
              /** @enum {string} */
              origin: 'published' | 'operational' | 'synthetic';
              region: string;
              /** @enum {string} */
              tier: 'county' | 'prefecture' | 'province';
              tierBy: {
                confirmedBy: string | null;
                document: {
                  issuedOn: string;
                  number: string;
                  signedBy: string;
                } | null;
                event: string;
                on: string;
                type: string;
              };
            };
            /** @enum {string} */
            kind: 'restored';
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            ground: string;
            /** @enum {string} */
            kind: 'exited';
            name: string;
            /** @enum {string} */
            tier: 'county' | 'prefecture' | 'province';
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            /** @enum {string} */
            from: 'county' | 'prefecture' | 'province';
            /** @enum {string} */
            kind: 'promoted';
            name: string;
            /** @enum {string} */
            to: 'county' | 'prefecture' | 'province';
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            /** @enum {string} */
            from: 'county' | 'prefecture' | 'province';
            /** @enum {string} */
            kind: 'downgraded';
            name: string;
            /** @enum {string} */
            to: 'county' | 'prefecture' | 'province';
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            from: string;
            /** @enum {string} */
            kind: 'renamed';
            to: string;
          }
        | {
            brandId: string;
            by: {
              confirmedBy: string | null;
              document: {
                issuedOn: string;
                number: string;
                signedBy: string;
              } | null;
              event: string;
              on: string;
              type: string;
            };
            /** @enum {string} */
            kind: 'keyProject';
            /** @enum {string} */
            level: 'county' | 'prefecture' | 'province';
            name: string;
          }
      )[];
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      digest: string;
      entries: {
        brandId: string;
        category: string | null;
        keyProjects: {
          by: {
            confirmedBy: string | null;
            document: {
              issuedOn: string;
              number: string;
              signedBy: string;
            } | null;
            event: string;
            on: string;
            type: string;
          };
          /** @enum {string} */
          level: 'county' | 'prefecture' | 'province';
        }[];
        /** @enum {string} */
        kind: 'labour' | 'training' | 'dual';
        listedBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
        listedSince: string;
        name: string;
        /** @enum {string} */
        origin: 'published' | 'operational' | 'synthetic';
        region: string;
        regionName: string;
        /** @enum {string} */
        tier: 'county' | 'prefecture' | 'province';
        tierBy: {
          confirmedBy: string | null;
          document: {
            issuedOn: string;
            number: string;
            signedBy: string;
          } | null;
          event: string;
          on: string;
          type: string;
        };
      }[];
      last: number | null;
      lastAsOf: string | null;
      leaf: number;
      number: number;
      obstacle: {
        code: string;
        en: string;
        todo: {
          en: string;
          zh: string;
        };
        zh: string;
      } | null;
      policy: {
        approvedBy: string | null;
        approvedOn: string | null;
        /** @enum {string} */
        basis: 'stated' | 'configured';
        cite: string | null;
        clause: string | null;
        digest: string;
        pack: string;
        version: string;
      } | null;
      region: string;
      regionName: string;
    };
    EditionPublished: {
      number: number;
      position: string;
      repeated: boolean;
      revision: number;
      stream: string;
    };
    EditionRow: {
      head: {
        asOf: string;
        basis: {
          leaf: number;
        };
        changes: {
          downgraded: number;
          entered: number;
          exited: number;
          keyProject: number;
          promoted: number;
          renamed: number;
          restored: number;
        };
        chunks: number;
        /** @enum {string} */
        dataset: 'real' | 'synthetic';
        digest: string;
        document: {
          issuedOn: string;
          number: string;
          signedBy: string;
        };
        editionId: string;
        entries: number;
        number: number;
        policy: {
          approvedBy: string | null;
          approvedOn: string | null;
          /** @enum {string} */
          basis: 'stated' | 'configured';
          cite: string | null;
          clause: string | null;
          digest: string;
          pack: string;
          version: string;
        };
        region: string;
        supersedes: {
          number: number;
          reason: string;
        } | null;
      };
      leaf: number;
      recordedAt: string;
      regionName: string;
      revision: number;
      supersededBy: number | null;
    };
    Editions: {
      position: string;
      rows: components['schemas']['EditionRow'][];
    };
    EvaluationAnswer: {
      explanation: {
        asOf: string;
        completedBy?: {
          digest: string;
          pack: string;
          version: string;
        }[];
        digest: string;
        engine: string;
        evaluationYear: number;
        names?: {
          [key: string]: {
            en: string;
            zh: string;
          };
        };
        /** @enum {string} */
        outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
        pack: string;
        restsOnConfigured: boolean;
        root: components['schemas']['ExplanationNode'];
        rule: string;
        subject: {
          kind: string;
          name: string;
          region: string | null;
          stream: string;
        };
        version: string;
      };
      lines: {
        depth: number;
        en: string;
        outcome: string;
        zh: string;
      }[];
      sentenceEn: string;
      sentenceZh: string;
    };
    Evaluations: {
      rows: components['schemas']['EvaluationAnswer'][];
    };
    EventPlace: {
      effectiveOn: string | null;
      leaf: number | null;
      revision: number;
      stream: string;
      type: string;
    };
    EvidenceVerdict: {
      sha256: string;
      /** @enum {string} */
      state: 'present' | 'absent' | 'damaged';
    };
    ExplanationNode: {
      actual:
        | (
            | {
                /** @enum {string} */
                kind: 'count';
                unit: string;
                value: number;
              }
            | {
                denominator: number;
                /** @enum {string} */
                kind: 'ratio';
                numerator: number;
              }
            | {
                /** @enum {string} */
                kind: 'text';
                value: string;
              }
          )
        | null;
      children: components['schemas']['ExplanationNode'][];
      facts: {
        directness: string | null;
        event: string | null;
        label: string;
        quantity:
          | {
              /** @enum {string} */
              kind: 'count';
              unit: string;
              value: number;
            }
          | {
              denominator: number;
              /** @enum {string} */
              kind: 'ratio';
              numerator: number;
            }
          | {
              /** @enum {string} */
              kind: 'text';
              value: string;
            };
        status: string | null;
        year: number | null;
      }[];
      id: string;
      margin:
        | (
            | {
                /** @enum {string} */
                kind: 'count';
                unit: string;
                value: number;
              }
            | {
                denominator: number;
                /** @enum {string} */
                kind: 'ratio';
                numerator: number;
              }
            | {
                /** @enum {string} */
                kind: 'text';
                value: string;
              }
          )
        | null;
      missing: {
        label: string;
        owedBy: string;
        year: number | null;
      }[];
      /** @enum {string} */
      node: 'all' | 'any' | 'predicate';
      notes: string[];
      /** @enum {string} */
      outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
      provenance: {
        approvedBy: string | null;
        approvedOn: string | null;
        /** @enum {string} */
        basis: 'stated' | 'configured';
        cite: string | null;
        clause: string | null;
        pack: string;
        version: string;
      };
      shape: string | null;
      threshold: {
        comparison: string;
        provenance: {
          approvedBy: string | null;
          approvedOn: string | null;
          /** @enum {string} */
          basis: 'stated' | 'configured';
          cite: string | null;
          clause: string | null;
          pack: string;
          version: string;
        };
        quantity:
          | {
              /** @enum {string} */
              kind: 'count';
              unit: string;
              value: number;
            }
          | {
              denominator: number;
              /** @enum {string} */
              kind: 'ratio';
              numerator: number;
            }
          | {
              /** @enum {string} */
              kind: 'text';
              value: string;
            };
      } | null;
      window: {
        fromYear: number;
        toYear: number;
      } | null;
    };
    FeedFrame: {
      effectiveOn: string;
      position: string;
      region: string | null;
      revision: number;
      stream: string;
      type: string;
    };
    FigureRow: {
      asOf: string | null;
      bound: string;
      conflictsWith: string[];
      correctedBy: string | null;
      directness: string;
      estimate: {
        basis: string;
        method: string;
      } | null;
      figureId: string;
      fromYear: number | null;
      metric: string;
      nature: string;
      revision: number;
      source: {
        note: string | null;
        reference: string;
      };
      status: string;
      toYear: number | null;
      unit: string;
      value: number;
    };
    FileFault: {
      address: string | null;
      code: string;
      column: string | null;
      en: string;
      row: number | null;
      sheet: string | null;
      zh: string;
    };
    FirstPassword: {
      login: string;
      password: string | null;
      person: string;
    };
    FormCheck: {
      evaluations: components['schemas']['EvaluationAnswer'][];
      faults: {
        en: string;
        field: string;
        zh: string;
      }[];
      figures: {
        field: string;
        locked: number | null;
        metric: string;
        stated: number;
        unit: string;
        year: number;
      }[];
    };
    FormDraftGone: {
      form: string;
    };
    FormDraftView: {
      answers: {
        clause: string;
        evidence: string[];
        field: string;
        value: string | number | boolean;
      }[];
      form: string;
      formVersion: string;
      savedAt: string | null;
      savedBy: string | null;
      version: number;
    };
    FormFill: {
      applied: boolean;
      draft: components['schemas']['FormDraftView'];
      faults: components['schemas']['FileFault'][];
      fields: {
        address: string;
        after: string | number | boolean;
        before: (string | number | boolean) | null;
        field: string;
        /** @enum {string} */
        kind: 'new' | 'changed' | 'unchanged';
      }[];
      sheet: string | null;
      version: number;
    };
    FormLayout: {
      cites: {
        [key: string]: string;
      };
      definition: {
        annex: string;
        en: string;
        form: string;
        /** @enum {string} */
        kind: 'labour' | 'training' | 'dual';
        material: string;
        original: boolean;
        pack: string;
        sections: {
          en: string;
          fields: {
            atMost?: string;
            clause: string;
            criterion?: string;
            en: string;
            evidence?: string;
            figure?: {
              /** @enum {string} */
              directness: 'direct' | 'indirect' | 'combined' | 'unstated';
              /** @enum {string} */
              metric:
                | 'employmentDriven'
                | 'workers'
                | 'skilledWorkers'
                | 'exported'
                | 'selfUsed'
                | 'trainedPersons'
                | 'trainedPersonTimes'
                | 'trained'
                | 'trainedPoverty'
                | 'trainedAndExported'
                | 'examined'
                | 'passed'
                | 'certified'
                | 'certifiedWorkers'
                | 'trainedWorkers'
                | 'employedAfterTraining'
                | 'employedPoverty'
                | 'employedNew'
                | 'keyGroupSubsidised'
                | 'orderTrained'
                | 'retainedThreeMonths'
                | 'localWorkers'
                | 'inflowWorkers'
                | 'recruited'
                | 'postsAgreed'
                | 'jobsCreated'
                | 'incomeYearly'
                | 'income'
                | 'outputValue'
                | 'shops'
                | 'branches'
                | 'brokers'
                | 'trainingClasses'
                | 'leadUnits'
                | 'brandCount'
                | 'educationFunds'
                | 'frontlineEducationFunds'
                | 'enrolledStudents'
                | 'teachers'
                | 'fullTimeTeachers'
                | 'institutionsServed'
                | 'institutionsServedTwelveMonths'
                | 'examsHeld'
                | 'examsSupervised'
                | 'placedInFoshan'
                | 'oldestTrainee'
                | 'longestClassDays'
                | 'subsidyPerWorker'
                | 'subsidyPerPersonDay'
                | 'reviewScore';
              /** @enum {string} */
              nature: 'flow' | 'stock' | 'cumulative' | 'unstated';
              /** @enum {string} */
              unit: 'persons' | 'personTimes' | 'yuan' | 'items' | 'points' | 'days' | 'years' | 'unstated';
              yearsBack: number;
            };
            hint?: {
              en: string;
              zh: string;
            };
            id: string;
            /** @enum {string} */
            kind: 'text' | 'long' | 'count' | 'date' | 'flag' | 'choice';
            /** @enum {string} */
            known?: 'name' | 'category' | 'region' | 'formedOn' | 'cultivatedFrom' | 'applicant' | 'creditCode';
            options?: {
              [key: string]: {
                en: string;
                zh: string;
              };
            };
            required: boolean;
            zh: string;
          }[];
          id: string;
          zh: string;
        }[];
        version: string;
        zh: string;
      };
    };
    FormLayouts: {
      rows: components['schemas']['FormLayout'][];
    };
    FundHistory: {
      rows: components['schemas']['HistoryEntry'][];
    };
    FundList: {
      position: string;
      rows: components['schemas']['FundRow'][];
      totals: components['schemas']['FundTotal'][];
    };
    FundResult: {
      events: {
        id: string;
        type: string;
      }[];
      fundId: string;
      position: string;
      repeated: boolean;
      revision: number;
      stream: string;
    };
    FundRow: {
      corrections: number;
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      despiteStop: {
        event: string;
        reason: string;
      } | null;
      entry: {
        amount: number;
        decision: string;
        documentNumber: string;
        evidence: {
          custodian: string;
          evidenceId: string;
          kind: string;
          place: string;
          retention: string | null;
          sha256: string;
        }[];
        fund: string;
        note: string | null;
        paidOn: string;
        payee: {
          name: string;
          stream: string | null;
        };
        /** @enum {string} */
        purpose: 'trainingSubsidy' | 'award' | 'brandBuilding' | 'publicity' | 'platform' | 'other';
        /** @enum {string} */
        unit: 'yuan' | 'fen';
      };
      fundId: string;
      recordedBy: string;
      recordedOn: string;
      region: {
        code: string;
        name: string;
      };
      revision: number;
      withdrawn: boolean;
    };
    FundTotal: {
      amount: string;
      entries: number;
      /** @enum {string} */
      purpose: 'trainingSubsidy' | 'award' | 'brandBuilding' | 'publicity' | 'platform' | 'other';
      /** @enum {string} */
      unit: 'yuan' | 'fen';
      year: number;
    };
    Gap: {
      basis: {
        approvedBy: string | null;
        approvedOn: string | null;
        cite: string | null;
        en: string;
        /** @enum {string} */
        kind: 'stated' | 'configured' | 'notStated';
        pack: string | null;
        zh: string;
      };
      /** @enum {string|null} */
      dataset: 'real' | 'synthetic' | null;
      dueOn: string | null;
      en: string;
      id: string;
      /** @enum {string} */
      kind:
        | 'notReported'
        | 'regionSilent'
        | 'reviewNotHeld'
        | 'standardNotSet'
        | 'notConfigured'
        | 'coverageNotMet'
        | 'evaluationOverdue'
        | 'recognisedNotListed'
        | 'neverReviewed'
        | 'neverLocked';
      kindEn: string;
      kindZh: string;
      owedBy: {
        en: string;
        role: string;
        zh: string;
      };
      period: number | null;
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      since: string | null;
      subject: {
        kind: string;
        name: string;
        stream: string;
      };
      todo: {
        en: string;
        zh: string;
      };
      zh: string;
    };
    GapList: {
      asOf: string;
      limit: number;
      offset: number;
      position: string;
      rows: components['schemas']['Gap'][];
      total: number;
      totals: {
        count: number;
        en: string;
        /** @enum {string} */
        kind:
          | 'notReported'
          | 'regionSilent'
          | 'reviewNotHeld'
          | 'standardNotSet'
          | 'notConfigured'
          | 'coverageNotMet'
          | 'evaluationOverdue'
          | 'recognisedNotListed'
          | 'neverReviewed'
          | 'neverLocked';
        zh: string;
      }[];
    };
    Grant: {
      from: string;
      id: string;
      region: string;
      regionName: string;
      role: string;
      roleEn: string;
      roleZh: string;
      standIn: {
        document: string;
        principal: string;
        principalName: string;
      } | null;
      unit: string | null;
      until: string | null;
    };
    Health: {
      /** @enum {string} */
      status: 'ok';
    };
    History: {
      rows: components['schemas']['HistoryEntry'][];
    };
    HistoryEntry: {
      actor: {
        id: string;
        region: string;
        role: string;
      };
      causedBy: string | null;
      correlationId: string;
      data: {
        [key: string]: unknown;
      };
      decision: {
        /** @enum {string} */
        basis: 'stated' | 'configured';
        cite: string | null;
        digest: string;
        explanation: {
          asOf: string;
          completedBy?: {
            digest: string;
            pack: string;
            version: string;
          }[];
          digest: string;
          engine: string;
          evaluationYear: number;
          names?: {
            [key: string]: {
              en: string;
              zh: string;
            };
          };
          /** @enum {string} */
          outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
          pack: string;
          restsOnConfigured: boolean;
          root: components['schemas']['ExplanationNode'];
          rule: string;
          subject: {
            kind: string;
            name: string;
            region: string | null;
            stream: string;
          };
          version: string;
        } | null;
        explanationEn: string;
        explanationZh: string;
        key: string;
        pack: string;
        rule: string;
        stale: boolean;
        umbrella: string | null;
        version: string;
      } | null;
      effectiveOn: string;
      eventId: string;
      leaf: number | null;
      recordedAt: string;
      revision: number;
      sentenceEn: string;
      sentenceZh: string;
      titleEn: string;
      titleZh: string;
      type: string;
    };
    Identity: {
      issuer: string;
      person: string;
      sub: string | null;
    };
    ImportPreview: {
      applicable: boolean;
      changes: {
        after: number | null;
        before: number | null;
        brand: string;
        /** @enum {string} */
        kind: 'new' | 'changed' | 'unchanged' | 'refused';
        row: number;
        what: {
          en: string;
          zh: string;
        };
      }[];
      counts: {
        changed: number;
        new: number;
        refused: number;
        skipped: number;
        unchanged: number;
      };
      done: number;
      faults: components['schemas']['FileFault'][];
      fileName: string;
      format: string | null;
      importedAs: string | null;
      /** Format: uuid */
      previewId: string;
      rows: number;
      sheet: string | null;
      /** @enum {string} */
      state: 'reading' | 'checking' | 'comparing' | 'done' | 'refused' | 'failed';
      total: number | null;
    };
    ImportProgress: {
      applied: number;
      done: number;
      fileName: string;
      format: string;
      importId: string;
      known: boolean;
      parked: {
        code: string;
        en: string;
        row: number;
        zh: string;
      }[];
      rows: number;
      /** @enum {string} */
      state: 'accepted' | 'applied';
      stopped: {
        en: string;
        zh: string;
      } | null;
      unchanged: number;
    };
    LocalStandard: {
      approvedBy: string;
      backdatedBecause: string | null;
      document: {
        issuedOn: string;
        number: string;
        signedBy: string;
      };
      draftedBy: string;
      effectiveFrom: string;
      pack: string;
      parameter: string;
      reason: string | null;
      region: string;
      regionName: string;
      repealedOn: string | null;
      standardId: string;
      unit: string;
      value: string;
    };
    LocalStandards: {
      rows: components['schemas']['LocalStandard'][];
    };
    NewToken: {
      id: string;
      token: string;
    };
    PatchedReturnDraft: {
      brands: string[];
      conflicts: components['schemas']['ReturnDraftConflict'][];
      findings: components['schemas']['ReturnFinding'][];
      progress: {
        asked: number;
        filled: number;
      };
      returnId: string;
      revision: number;
      saved: components['schemas']['ReturnDraftCell'][];
    };
    Person: {
      id: string;
      name: string;
    };
    Persons: {
      rows: components['schemas']['Person'][];
    };
    Policies: {
      drafts: components['schemas']['PolicyDraft'][];
      rows: components['schemas']['PublishedPolicy'][];
    };
    PolicyChanges: {
      changes: {
        /** @enum {string|null} */
        basis: 'stated' | 'configured' | null;
        cite: string | null;
        en: string;
        fields: {
          from: string | null;
          path: string;
          to: string | null;
        }[];
        id: string;
        /** @enum {string} */
        kind: 'added' | 'removed' | 'changed';
        part: string;
        sentenceEn: string;
        sentenceZh: string;
        zh: string;
      }[];
      from: {
        pack: string;
        version: string;
      };
      to: {
        pack: string;
        version: string;
      };
    };
    PolicyCheck: {
      errors: number;
      findings: {
        code: string;
        column: number | null;
        en: string;
        line: number | null;
        place: string;
        /** @enum {string} */
        severity: 'error' | 'warning';
        todo: {
          en: string;
          zh: string;
        };
        zh: string;
      }[];
      pack: string | null;
      version: string | null;
      warnings: number;
    };
    PolicyDraft: {
      backdatedBecause: string | null;
      digest: string;
      draftedAt: string;
      draftedBy: string;
      effectiveFrom: string;
      pack: string;
      /** @enum {string} */
      phase: 'draft' | 'returned';
      reason: string;
      /** @enum {string} */
      role: 'document' | 'house';
      supersedes: string | null;
      title: string;
      version: string;
    };
    PolicyLife: {
      completes: string | null;
      delegated: {
        atLeast: string | null;
        atMost: string | null;
        cite: string | null;
        delegatedTo: string;
        en: string;
        key: string;
        unit: string;
        zh: string;
      }[];
      history: {
        actor: string;
        by: string | null;
        en: string;
        on: string | null;
        reason: string | null;
        recordedAt: string;
        type: string;
        version: string;
        zh: string;
      }[];
      pack: string;
      /** @enum {string} */
      role: 'document' | 'house';
      standards: components['schemas']['LocalStandard'][];
      title: string;
      versions: {
        approvedBy: string | null;
        backdatedBecause: string | null;
        dates: {
          drafted: string;
          effectiveFrom: string;
          inForceFrom: string;
          known: string | null;
          made: string | null;
          published: string | null;
          until: string | null;
        };
        digest: string;
        document: {
          [key: string]: unknown;
        };
        draftedBy: string;
        /** @enum {string} */
        phase: 'draft' | 'returned' | 'approved' | 'inForce' | 'superseded' | 'repealed' | 'expired';
        reason: string;
        supersedes: string | null;
        version: string;
      }[];
    };
    PolicyWritten: {
      pack: string;
      position: string;
      repeated: boolean;
      revision: number;
      stream: string;
      version: string;
    };
    Problem: {
      code: string;
      detail: string;
      en: string;
      errors: {
        en: string;
        field: string | null;
        zh: string;
      }[];
      instance?: string;
      status: number;
      title: string;
      todo: {
        en: string;
        zh: string;
      };
      type: string;
      zh: string;
    };
    ProcedureView: {
      brand: {
        brandId: string;
        /** @enum {string} */
        dataset: 'real' | 'synthetic';
        /** @enum {string} */
        kind: 'labour' | 'training' | 'dual';
        name: string;
        region: {
          code: string;
          name: string;
          path: {
            code: string;
            name: string;
          }[];
        };
        /** @enum {string} */
        stage: 'reported' | 'nominated' | 'evaluated' | 'cultivated' | 'delisted';
      };
      evidence: {
        custodian: string;
        event: string;
        evidenceId: string;
        file: {
          bytes: number;
          type: string;
        } | null;
        kind: string;
        place: string;
        retention: string | null;
        sha256: string;
      }[];
      form: {
        answers: {
          clause: string;
          evidence: string[];
          field: string;
          value: string | number | boolean;
        }[];
        by: string;
        contact: string | null;
        earlier: number;
        en: string;
        event: string;
        form: string;
        formId: string;
        on: string;
        original: boolean;
        zh: string;
      } | null;
      forwarded: {
        body: string;
        by: string;
        event: string;
        on: string;
      }[];
      nomination: {
        late: boolean;
        step: string;
        submittedAt: string;
        tierSought: string | null;
        unit: string;
      } | null;
      notice: {
        calendar: string | null;
        captures: {
          event: string;
          evidenceId: string;
          on: string;
          sha256: string;
          /** @enum {string} */
          taken: 'posted' | 'running' | 'ended';
        }[];
        from: string;
        left: number | null;
        place: string;
        until: string;
        workingDays: number | null;
      } | null;
      objections: {
        answer: {
          on: string;
          reason: string;
          upheld: boolean;
        } | null;
        by: string;
        event: string;
        objectionId: string;
        raisedOn: string;
        reason: string;
      }[];
      pack: {
        pack: string;
        title: string;
      } | null;
      panel: {
        assessmentId: string;
        closed: boolean;
        dueOn: string | null;
        experts: string[];
        question: string;
        votes: {
          event: string;
          expert: string;
          of: number;
          on: string;
          points: number;
          reason: string;
          /** @enum {string} */
          vote: 'for' | 'against' | 'recused';
        }[];
      } | null;
      recognition: {
        event: string;
        issuedOn: string;
        number: string;
        on: string;
        signedBy: string;
        tier: string;
      } | null;
      revision: number;
      screening: {
        by: string;
        event: string;
        on: string;
        /** @enum {string} */
        outcome: 'selected' | 'notSelected';
        reason: string;
      } | null;
      steps: {
        by: string | null;
        cite: string | null;
        command: string | null;
        en: string;
        event: string | null;
        missing: {
          en: string;
          zh: string;
        }[];
        on: string | null;
        roles: string[];
        /** @enum {string} */
        status: 'done' | 'now' | 'later' | 'passedBy' | 'stopped';
        /** @enum {string} */
        step: 'call' | 'form' | 'nominate' | 'recommend' | 'screen' | 'assess' | 'notice' | 'recognise' | 'catalogue' | 'review';
        text: string | null;
        zh: string;
      }[];
    };
    PublishedPolicy: {
      approvedBy: string | null;
      completes: string | null;
      digest: string;
      document: {
        [key: string]: unknown;
      };
      draftedBy: string;
      effectiveFrom: string;
      issuedOn: string | null;
      number: string | null;
      pack: string;
      /** @enum {string} */
      phase: 'draft' | 'returned' | 'approved' | 'inForce' | 'superseded' | 'repealed' | 'expired';
      publishedBy: string;
      recordedAt: string;
      /** @enum {string} */
      role: 'document' | 'house';
      title: string;
      until: string | null;
      version: string;
    };
    QualityCount: {
      /** @enum {string} */
      kind: 'disputed' | 'unitUnstated' | 'natureUnstated' | 'directnessUnstated' | 'yearUnstated' | 'publishedOnly';
      records: number;
    };
    QualityCounts: {
      position: string;
      records: number;
      rows: components['schemas']['QualityCount'][];
    };
    QualitySource: {
      brandId: string;
      directness: string;
      metric: string;
      name: string;
      nature: string;
      region: string;
      regionName: string;
      unit: string;
      values: {
        bound: string;
        event: components['schemas']['EventPlace'];
        status: string;
        value: number;
      }[];
      year: number | null;
    };
    QualitySources: {
      limit: number;
      offset: number;
      position: string;
      rows: components['schemas']['QualitySource'][];
      total: number;
    };
    Readiness: {
      /** @enum {string} */
      log: 'ok' | 'readOnly' | 'unavailable';
      ready: boolean;
      subscriptions: {
        error: string | null;
        lagSeconds: number;
        name: string;
        position: string | null;
        state: string;
      }[];
    };
    RebuildProgress: {
      done: number;
      error: string | null;
      /** @enum {string} */
      state: 'idle' | 'running' | 'done' | 'failed';
      total: number;
    };
    RegionalFigureRow: {
      bound: string;
      directness: string;
      honour: string | null;
      metric: string;
      nature: string;
      region: string;
      regionName: string;
      source: {
        note: string | null;
        reference: string;
      };
      tier: string | null;
      title: string;
      toYear: number | null;
      unit: string;
      value: number;
    };
    RegionalFigures: {
      position: string;
      rows: components['schemas']['RegionalFigureRow'][];
    };
    Regions: {
      rows: {
        code: string;
        hasChildren: boolean;
        name: string;
      }[];
    };
    ReturnCallRow: {
      asked: {
        /** @enum {string} */
        directness: 'direct' | 'indirect' | 'combined' | 'unstated';
        en: string;
        /** @enum {string} */
        metric:
          | 'employmentDriven'
          | 'workers'
          | 'skilledWorkers'
          | 'exported'
          | 'selfUsed'
          | 'trainedPersons'
          | 'trainedPersonTimes'
          | 'trained'
          | 'trainedPoverty'
          | 'trainedAndExported'
          | 'examined'
          | 'passed'
          | 'certified'
          | 'certifiedWorkers'
          | 'trainedWorkers'
          | 'employedAfterTraining'
          | 'employedPoverty'
          | 'employedNew'
          | 'keyGroupSubsidised'
          | 'orderTrained'
          | 'retainedThreeMonths'
          | 'localWorkers'
          | 'inflowWorkers'
          | 'recruited'
          | 'postsAgreed'
          | 'jobsCreated'
          | 'incomeYearly'
          | 'income'
          | 'outputValue'
          | 'shops'
          | 'branches'
          | 'brokers'
          | 'trainingClasses'
          | 'leadUnits'
          | 'brandCount'
          | 'educationFunds'
          | 'frontlineEducationFunds'
          | 'enrolledStudents'
          | 'teachers'
          | 'fullTimeTeachers'
          | 'institutionsServed'
          | 'institutionsServedTwelveMonths'
          | 'examsHeld'
          | 'examsSupervised'
          | 'placedInFoshan'
          | 'oldestTrainee'
          | 'longestClassDays'
          | 'subsidyPerWorker'
          | 'subsidyPerPersonDay'
          | 'reviewScore';
        /** @enum {string} */
        nature: 'flow' | 'stock' | 'cumulative' | 'unstated';
        /** @enum {string} */
        unit: 'persons' | 'personTimes' | 'yuan' | 'items' | 'points' | 'days' | 'years' | 'unstated';
        zh: string;
      }[];
      /** @enum {string} */
      basis: 'period' | 'yearToDate';
      calendar: string | null;
      calledOn: string;
      callId: string;
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      document: {
        issuedOn: string;
        number: string;
        signedBy: string;
      } | null;
      dueOn: string;
      extended: {
        from: string;
        reason: string;
      } | null;
      /** @enum {string} */
      kind: 'labour' | 'training';
      /** @enum {string} */
      origin: 'published' | 'operational' | 'synthetic';
      period: string;
      periodWords: {
        en: string;
        zh: string;
      };
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      revision: number;
      rules: {
        approvedBy: string;
        approvedOn: string;
        jump: {
          denominator: number;
          numerator: number;
        };
        note: string;
        outlier: {
          denominator: number;
          numerator: number;
          peers: number;
        };
        workingDays: number | null;
      };
      /** @enum {string} */
      status: 'open' | 'closed';
      title: string;
    };
    ReturnCalls: {
      position: string;
      rows: components['schemas']['ReturnCallRow'][];
    };
    ReturnCard: {
      /** @enum {string} */
      basis: 'period' | 'yearToDate';
      brandList: {
        brandId: string;
        category: string | null;
        kind: string;
        name: string;
      }[];
      brands: number;
      call: components['schemas']['ReturnCallRow'];
      callId: string;
      counts: {
        accepted: number;
        approved: number;
        checked: number;
        locked: number;
        missing: number;
        reported: number;
        returned: number;
        reviewed: number;
      };
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      dueOn: string;
      findings: components['schemas']['ReturnFinding'][];
      history: components['schemas']['ReturnHistoryEntry'][];
      /** @enum {string} */
      kind: 'labour' | 'training';
      ladder: {
        en: string;
        exists: boolean;
        roles: string[];
        /** @enum {string} */
        rung: 'reported' | 'checked' | 'reviewed' | 'approved' | 'accepted' | 'locked';
        why: {
          en: string;
          zh: string;
        } | null;
        zh: string;
      }[];
      late: boolean;
      lateUntil: string | null;
      lines: components['schemas']['ReturnLineRow'][];
      onBehalf: boolean;
      period: string;
      periodWords: {
        en: string;
        zh: string;
      };
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      reportedOn: string | null;
      returnId: string;
      revision: number;
      title: string;
      unit: {
        id: string;
        name: string;
      };
      updatedOn: string | null;
      warnings: number;
    };
    ReturnCommandResult: {
      events: {
        id: string;
        type: string;
      }[];
      id: string;
      position: string;
      repeated: boolean;
      revision: number;
      stream: string;
    };
    ReturnCompleteness: {
      calls: components['schemas']['ReturnCallRow'][];
      position: string;
      rows: components['schemas']['ReturnCompletenessRow'][];
      total: components['schemas']['ReturnCompletenessRow'];
    };
    ReturnCompletenessRow: {
      brands: {
        expected: number;
        reported: number;
      };
      lines: {
        accepted: number;
        approved: number;
        checked: number;
        locked: number;
        missing: number;
        reported: number;
        returned: number;
        reviewed: number;
      };
      missing: {
        brands: number;
        dueOn: string;
        region: {
          code: string;
          name: string;
        };
        returnId: string;
        unit: {
          id: string;
          name: string;
        };
      }[];
      missingMore: number;
      region: {
        code: string;
        name: string;
      };
      units: {
        expected: number;
        late: number;
        missing: number;
        onTime: number;
        overdue: number;
        reported: number;
      };
    };
    ReturnDraft: {
      aside: {
        brandId: string;
        en: string;
        zh: string;
      }[];
      cells: components['schemas']['ReturnDraftCell'][];
      findings: components['schemas']['ReturnFinding'][];
      progress: {
        asked: number;
        filled: number;
      };
      returnId: string;
      revision: number;
    };
    ReturnDraftCell: {
      at: string;
      by: string;
      field: string;
      line: string;
      revision: number;
      value: string | null;
    };
    ReturnDraftConflict: {
      field: string;
      line: string;
      theirs: components['schemas']['ReturnDraftCell'];
      yours: string | null;
    };
    ReturnFinding: {
      code: string;
      en: string;
      explained: boolean;
      field: string | null;
      line: string | null;
      /** @enum {string} */
      severity: 'impossible' | 'doubtful';
      todo: {
        en: string;
        zh: string;
      };
      zh: string;
    };
    ReturnHistoryEntry: {
      at: string;
      by: {
        id: string;
        region: string;
        role: string;
      };
      en: string;
      event: string;
      lines: number;
      on: string;
      reason: string | null;
      /** @enum {string|null} */
      rung: 'reported' | 'checked' | 'reviewed' | 'approved' | 'accepted' | 'locked' | null;
      type: string;
      zh: string;
    };
    ReturnLineRow: {
      applied: {
        code: string | null;
        en: string | null;
        figureId: string | null;
        /** @enum {string} */
        state: 'waiting' | 'applied' | 'parked' | 'kept';
        zh: string | null;
      } | null;
      brandId: string;
      brandName: string;
      comments: {
        at: string;
        by: {
          id: string;
          region: string;
          role: string;
        };
        comment: string;
        event: string;
        /** @enum {string} */
        from: 'reported' | 'checked' | 'reviewed' | 'approved' | 'accepted' | 'locked';
        /** @enum {string} */
        to: 'unit' | 'below';
      }[];
      /** @enum {string} */
      directness: 'direct' | 'indirect' | 'combined' | 'unstated';
      earlierThisYear: {
        period: string;
        value: number;
      } | null;
      estimate: {
        basis: string;
        method: string;
      } | null;
      explanations: {
        code: string;
        text: string;
      }[];
      findings: components['schemas']['ReturnFinding'][];
      lastYear: number | null;
      line: string;
      /** @enum {string} */
      metric:
        | 'employmentDriven'
        | 'workers'
        | 'skilledWorkers'
        | 'exported'
        | 'selfUsed'
        | 'trainedPersons'
        | 'trainedPersonTimes'
        | 'trained'
        | 'trainedPoverty'
        | 'trainedAndExported'
        | 'examined'
        | 'passed'
        | 'certified'
        | 'certifiedWorkers'
        | 'trainedWorkers'
        | 'employedAfterTraining'
        | 'employedPoverty'
        | 'employedNew'
        | 'keyGroupSubsidised'
        | 'orderTrained'
        | 'retainedThreeMonths'
        | 'localWorkers'
        | 'inflowWorkers'
        | 'recruited'
        | 'postsAgreed'
        | 'jobsCreated'
        | 'incomeYearly'
        | 'income'
        | 'outputValue'
        | 'shops'
        | 'branches'
        | 'brokers'
        | 'trainingClasses'
        | 'leadUnits'
        | 'brandCount'
        | 'educationFunds'
        | 'frontlineEducationFunds'
        | 'enrolledStudents'
        | 'teachers'
        | 'fullTimeTeachers'
        | 'institutionsServed'
        | 'institutionsServedTwelveMonths'
        | 'examsHeld'
        | 'examsSupervised'
        | 'placedInFoshan'
        | 'oldestTrainee'
        | 'longestClassDays'
        | 'subsidyPerWorker'
        | 'subsidyPerPersonDay'
        | 'reviewScore';
      metricEn: string;
      metricZh: string;
      /** @enum {string} */
      nature: 'flow' | 'stock' | 'cumulative' | 'unstated';
      note: string | null;
      peers: {
        count: number;
        median: number;
      } | null;
      roster: {
        duplicatesRemoved: number;
        keyId: string;
        rows: number;
        sha256: string;
      } | null;
      /** @enum {string} */
      standing: 'missing' | 'returned' | 'reported' | 'checked' | 'reviewed' | 'approved' | 'accepted' | 'locked';
      taken: {
        at: string;
        by: {
          id: string;
          region: string;
          role: string;
        };
        event: string;
        on: string;
        /** @enum {string} */
        rung: 'reported' | 'checked' | 'reviewed' | 'approved' | 'accepted' | 'locked';
      }[];
      trade: string | null;
      /** @enum {string} */
      unit: 'persons' | 'personTimes' | 'yuan' | 'items' | 'points' | 'days' | 'years' | 'unstated';
      value: number | null;
    };
    ReturnRow: {
      /** @enum {string} */
      basis: 'period' | 'yearToDate';
      brands: number;
      callId: string;
      counts: {
        accepted: number;
        approved: number;
        checked: number;
        locked: number;
        missing: number;
        reported: number;
        returned: number;
        reviewed: number;
      };
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      dueOn: string;
      /** @enum {string} */
      kind: 'labour' | 'training';
      late: boolean;
      lateUntil: string | null;
      onBehalf: boolean;
      period: string;
      periodWords: {
        en: string;
        zh: string;
      };
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      reportedOn: string | null;
      returnId: string;
      revision: number;
      title: string;
      unit: {
        id: string;
        name: string;
      };
      updatedOn: string | null;
      warnings: number;
    };
    Returns: {
      limit: number;
      offset: number;
      position: string;
      rows: components['schemas']['ReturnRow'][];
      total: number;
    };
    ReviewMonth: {
      brands: number;
      month: string;
      overdue: boolean;
    };
    ReviewMonths: {
      asOf: string;
      position: string;
      rows: components['schemas']['ReviewMonth'][];
    };
    ReviewSource: {
      brandId: string;
      dueOn: string;
      name: string;
      overdue: boolean;
      period: number | null;
      region: string;
      regionName: string;
      stream: string;
    };
    ReviewSources: {
      limit: number;
      offset: number;
      position: string;
      rows: components['schemas']['ReviewSource'][];
      total: number;
    };
    Session: {
      /** @enum {string} */
      accounts: 'on' | 'off';
      acting: components['schemas']['Grant'] | null;
      configured: {
        failures: number;
        idleMinutes: number;
        lockMinutes: number;
        sessionHours: number;
      };
      csrf: string | null;
      demo: {
        accounts: {
          en: string;
          login: string;
          name: string;
          regionName: string;
          roleEn: string;
          roleZh: string;
          zh: string;
        }[];
        password: string;
      } | null;
      grants: components['schemas']['Grant'][];
      may: {
        [key: string]: 'within' | 'line' | 'any' | 'unit';
      };
      mustChange: boolean;
      names: {
        [key: string]: string[];
      };
      person: {
        id: string;
        login: string;
        name: string;
      } | null;
      ways: {
        en: string;
        id: string;
        path: string;
        zh: string;
      }[];
    };
    SignedOut: {
      url: string | null;
    };
    StandardWritten: {
      position: string;
      repeated: boolean;
      revision: number;
      standardId: string;
      stream: string;
    };
    StandIn: {
      document: string;
      from: string;
      id: string;
      person: string;
      personName: string;
      principal: string;
      principalName: string;
      region: string;
      regionName: string;
      role: string;
      roleZh: string;
      /** @enum {string} */
      state: 'future' | 'current' | 'past' | 'ended';
      until: string;
    };
    StandInAct: {
      correlation: string;
      document: string;
      person: string;
      principal: string;
    };
    StandInActs: {
      rows: components['schemas']['StandInAct'][];
    };
    StandingSource: {
      brandId: string;
      event: components['schemas']['EventPlace'];
      name: string;
      region: string;
      regionName: string;
    };
    StandingSources: {
      limit: number;
      offset: number;
      position: string;
      rows: components['schemas']['StandingSource'][];
      total: number;
    };
    StandIns: {
      rows: components['schemas']['StandIn'][];
    };
    StoredEvidence: {
      bytes: number;
      existed: boolean;
      sha256: string;
      type: string;
    };
    SubjectCard: {
      answers: {
        decisionKey: string;
        event: string;
        outcome: string;
        period: number | null;
        purpose: string;
        rule: string;
      }[];
      breaches: {
        breachId: string;
        cleared: boolean;
        event: string;
        kind: string;
        on: string;
      }[];
      dates: {
        date: string;
        event: string;
        on: string;
      }[];
      evaluationsDue: {
        dueOn: string;
        event: string;
        metBy: string | null;
      }[];
      evidence: {
        custodian: string;
        event: string;
        evidenceId: string;
        kind: string;
        place: string;
        sha256: string;
      }[];
      figures: {
        asOf: string | null;
        bound: string;
        correctedBy: string | null;
        directness: string;
        estimate: {
          basis: string;
          method: string;
        } | null;
        event: string;
        figureId: string;
        fromYear: number | null;
        metric: string;
        nature: string;
        source: {
          note: string | null;
          reference: string;
        };
        status: string;
        toYear: number | null;
        unit: string;
        value: number;
      }[];
      id: string;
      judgements: {
        by: string;
        criterion: string;
        event: string;
        met: boolean;
        reason: string;
        role: string;
      }[];
      /** @enum {string} */
      kind: 'unit' | 'institution' | 'link' | 'programme' | 'window' | 'region';
      name: string;
      /** @enum {string} */
      origin: 'published' | 'operational' | 'synthetic';
      own: {
        [key: string]: unknown;
      };
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      revision: number;
      sanctions: {
        event: string;
        liftedOn: string | null;
        on: string | null;
        proposalId: string;
        sanction: string;
        status: string;
      }[];
      stale: string[];
      /** @enum {string} */
      status:
        | 'registered'
        | 'recognised'
        | 'refused'
        | 'withdrawn'
        | 'admitted'
        | 'designated'
        | 'blacklisted'
        | 'cleared'
        | 'proposed'
        | 'underReview'
        | 'suspended'
        | 'dissolved'
        | 'running'
        | 'open'
        | 'closed'
        | 'active'
        | 'merged';
      statusEn: string;
      statusZh: string;
      stream: string;
      updatedOn: string | null;
    };
    SubjectCommandResult: {
      events: {
        id: string;
        type: string;
      }[];
      id: string;
      position: string;
      repeated: boolean;
      revision: number;
      stream: string;
    };
    SubjectEvaluation: {
      pack: string;
      rules: components['schemas']['EvaluationAnswer'][];
      targets: components['schemas']['TargetAnswer'][];
      title: string;
      version: string;
    };
    SubjectEvaluations: {
      rows: components['schemas']['SubjectEvaluation'][];
    };
    SubjectHistory: {
      rows: components['schemas']['HistoryEntry'][];
    };
    SubjectRow: {
      counts: {
        [key: string]: number;
      };
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      evaluationDueOn: string | null;
      id: string;
      /** @enum {string} */
      kind: 'unit' | 'institution' | 'link' | 'programme' | 'window' | 'region';
      name: string;
      openSanctions: number;
      /** @enum {string} */
      origin: 'published' | 'operational' | 'synthetic';
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      revision: number;
      /** @enum {string} */
      status:
        | 'registered'
        | 'recognised'
        | 'refused'
        | 'withdrawn'
        | 'admitted'
        | 'designated'
        | 'blacklisted'
        | 'cleared'
        | 'proposed'
        | 'underReview'
        | 'suspended'
        | 'dissolved'
        | 'running'
        | 'open'
        | 'closed'
        | 'active'
        | 'merged';
      statusEn: string;
      statusZh: string;
      stream: string;
      updatedOn: string;
      window: {
        closesAt: string;
        extended: number;
        kinds: string[];
        opensAt: string;
        pack: string;
        received: number;
      } | null;
    };
    Subjects: {
      position: string;
      rows: components['schemas']['SubjectRow'][];
    };
    TargetAnswer: {
      aim: boolean;
      answer: components['schemas']['EvaluationAnswer'];
      status: string;
      target: string;
    };
    TierMovement: {
      brands: number;
      fromTier: string;
      /** @enum {string} */
      kind: 'labour' | 'training' | 'dual';
      /** @enum {string} */
      movement: 'recognised' | 'promoted' | 'downgraded' | 'delisted' | 'restored' | 'listed';
      toTier: string;
      year: number;
    };
    TierMovements: {
      position: string;
      rows: components['schemas']['TierMovement'][];
    };
    TierStatus: {
      brands: number;
      claimed: boolean;
      /** @enum {string} */
      kind: 'labour' | 'training' | 'dual';
      region: string;
      regionName: string;
      /** @enum {string} */
      stage: 'reported' | 'nominated' | 'evaluated' | 'cultivated' | 'delisted';
      tier: string;
    };
    TierStatuses: {
      position: string;
      rows: components['schemas']['TierStatus'][];
    };
    Token: {
      createdAt: string;
      expiresOn: string;
      id: string;
      label: string;
      lastUsedAt: string | null;
      person: string;
      personName: string;
      region: string;
      regionName: string;
      role: string;
      roleZh: string;
      /** @enum {string} */
      state: 'current' | 'expired' | 'revoked';
    };
    Tokens: {
      rows: components['schemas']['Token'][];
    };
    UnitName: {
      name: string;
      regionName: string;
      stream: string;
    };
    UnitNames: {
      rows: components['schemas']['UnitName'][];
    };
    UnlockedReturnLines: {
      lines: number;
      position: string;
      returns: number;
      year: number;
    };
    WhatIfChange:
      | {
          /** @enum {string} */
          kind: 'version';
          version: string;
        }
      | {
          /** @enum {string} */
          kind: 'pack';
          pack: string;
        }
      | {
          document: string;
          /** @enum {string} */
          kind: 'file';
        }
      | {
          /** @enum {string} */
          kind: 'readings';
          readings: {
            interpretation: string;
            reading: string;
          }[];
        }
      | {
          /** @enum {string} */
          kind: 'parameters';
          parameters: {
            entry: number;
            key: string;
            value: number | string;
          }[];
        };
    WhatIfJob: {
      after: {
        digest: string;
        houses: {
          digest: string;
          pack: string;
          published: boolean;
          version: string;
        }[];
        pack: string;
        published: boolean;
        title: string;
        version: string;
      };
      before: {
        digest: string;
        houses: {
          digest: string;
          pack: string;
          published: boolean;
          version: string;
        }[];
        pack: string;
        published: boolean;
        title: string;
        version: string;
      };
      done: number;
      error: {
        en: string;
        zh: string;
      } | null;
      finishedAt: string | null;
      jobId: string;
      keptUntil: string | null;
      notice: {
        en: string;
        zh: string;
      };
      questions: {
        en: string;
        id: string;
        zh: string;
      }[];
      request: components['schemas']['WhatIfRequest'];
      same: number;
      startedAt: string;
      /** @enum {string} */
      state: 'running' | 'done' | 'stopped' | 'failed';
      total: number;
      totals: components['schemas']['WhatIfTotals'];
      truncated: boolean;
    };
    WhatIfJobs: {
      rows: components['schemas']['WhatIfJob'][];
    };
    WhatIfRequest: {
      change: components['schemas']['WhatIfChange'];
      /** @enum {string} */
      dataset: 'real' | 'synthetic';
      /** @enum {string} */
      factsFrom?: 'published' | 'locked';
      knownOn?: string;
      pack: string;
      region?: string;
      version?: string;
      years: {
        from: number;
        to: number;
      };
    };
    WhatIfResult: {
      after: {
        digest: string;
        houses: {
          digest: string;
          pack: string;
          published: boolean;
          version: string;
        }[];
        pack: string;
        published: boolean;
        title: string;
        version: string;
      };
      before: {
        digest: string;
        houses: {
          digest: string;
          pack: string;
          published: boolean;
          version: string;
        }[];
        pack: string;
        published: boolean;
        title: string;
        version: string;
      };
      done: number;
      error: {
        en: string;
        zh: string;
      } | null;
      filtered: number;
      finishedAt: string | null;
      jobId: string;
      keptUntil: string | null;
      limit: number;
      notice: {
        en: string;
        zh: string;
      };
      offset: number;
      questions: {
        en: string;
        id: string;
        zh: string;
      }[];
      request: components['schemas']['WhatIfRequest'];
      rows: components['schemas']['WhatIfRow'][];
      same: number;
      startedAt: string;
      /** @enum {string} */
      state: 'running' | 'done' | 'stopped' | 'failed';
      total: number;
      totals: components['schemas']['WhatIfTotals'];
      truncated: boolean;
    };
    WhatIfRow: {
      after: {
        /** @enum {string} */
        outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
        restsOnConfigured: boolean;
        rules: string[];
      } | null;
      before: {
        /** @enum {string} */
        outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
        restsOnConfigured: boolean;
        rules: string[];
      } | null;
      brandId: string;
      causes: {
        after: {
          actual:
            | (
                | {
                    /** @enum {string} */
                    kind: 'count';
                    unit: string;
                    value: number;
                  }
                | {
                    denominator: number;
                    /** @enum {string} */
                    kind: 'ratio';
                    numerator: number;
                  }
                | {
                    /** @enum {string} */
                    kind: 'text';
                    value: string;
                  }
              )
            | null;
          /** @enum {string} */
          basis: 'stated' | 'configured';
          cite: string | null;
          comparison: string | null;
          margin:
            | (
                | {
                    /** @enum {string} */
                    kind: 'count';
                    unit: string;
                    value: number;
                  }
                | {
                    denominator: number;
                    /** @enum {string} */
                    kind: 'ratio';
                    numerator: number;
                  }
                | {
                    /** @enum {string} */
                    kind: 'text';
                    value: string;
                  }
              )
            | null;
          missing: {
            label: string;
            owedBy: string;
            year: number | null;
          }[];
          /** @enum {string} */
          outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
          threshold:
            | (
                | {
                    /** @enum {string} */
                    kind: 'count';
                    unit: string;
                    value: number;
                  }
                | {
                    denominator: number;
                    /** @enum {string} */
                    kind: 'ratio';
                    numerator: number;
                  }
                | {
                    /** @enum {string} */
                    kind: 'text';
                    value: string;
                  }
              )
            | null;
        } | null;
        before: {
          actual:
            | (
                | {
                    /** @enum {string} */
                    kind: 'count';
                    unit: string;
                    value: number;
                  }
                | {
                    denominator: number;
                    /** @enum {string} */
                    kind: 'ratio';
                    numerator: number;
                  }
                | {
                    /** @enum {string} */
                    kind: 'text';
                    value: string;
                  }
              )
            | null;
          /** @enum {string} */
          basis: 'stated' | 'configured';
          cite: string | null;
          comparison: string | null;
          margin:
            | (
                | {
                    /** @enum {string} */
                    kind: 'count';
                    unit: string;
                    value: number;
                  }
                | {
                    denominator: number;
                    /** @enum {string} */
                    kind: 'ratio';
                    numerator: number;
                  }
                | {
                    /** @enum {string} */
                    kind: 'text';
                    value: string;
                  }
              )
            | null;
          missing: {
            label: string;
            owedBy: string;
            year: number | null;
          }[];
          /** @enum {string} */
          outcome: 'pass' | 'fail' | 'undecidable' | 'notConfigured';
          threshold:
            | (
                | {
                    /** @enum {string} */
                    kind: 'count';
                    unit: string;
                    value: number;
                  }
                | {
                    denominator: number;
                    /** @enum {string} */
                    kind: 'ratio';
                    numerator: number;
                  }
                | {
                    /** @enum {string} */
                    kind: 'text';
                    value: string;
                  }
              )
            | null;
        } | null;
        en: string;
        parameters: string[];
        predicate: string;
        zh: string;
      }[];
      /** @enum {string} */
      kind: 'labour' | 'training' | 'dual';
      name: string;
      question: string;
      region: {
        code: string;
        name: string;
        path: {
          code: string;
          name: string;
        }[];
      };
      year: number;
    };
    WhatIfTotals: {
      asked: number;
      brands: number;
      brandsChanged: number;
      byQuestion: {
        count: number;
        /** @enum {string|null} */
        from: 'pass' | 'fail' | 'undecidable' | 'notConfigured' | null;
        question: string;
        /** @enum {string|null} */
        to: 'pass' | 'fail' | 'undecidable' | 'notConfigured' | null;
      }[];
      byRegion: {
        count: number;
        name: string;
        region: string;
      }[];
      byYear: {
        count: number;
        year: number;
      }[];
      changed: number;
      skipped: number;
    };
    WorkItem: {
      brandId: string | null;
      cite: string | null;
      configured: {
        en: string;
        zh: string;
      } | null;
      /** @enum {string|null} */
      dataset: 'real' | 'synthetic' | null;
      detail: {
        en: string;
        zh: string;
      } | null;
      en: string;
      form: string | null;
      id: string;
      name: string;
      on: string | null;
      pack: {
        id: string;
        title: string;
      } | null;
      params: {
        [key: string]: string;
      };
      period: number | null;
      place: string;
      proposalId: string | null;
      region: string | null;
      roles: string[];
      since: string | null;
      step: string | null;
      stream: string | null;
      toTier: string | null;
      what: string;
      workingDaysLeft: number | null;
      zh: string;
    };
    WorkQueue: {
      counts: {
        [key: string]: number;
      };
      position: string;
      role: string | null;
      rows: components['schemas']['WorkItem'][];
    };
    YearClosing: {
      position: string;
      repeated: boolean;
      revision: number;
      stream: string;
    };
    YearlyCount: {
      brands: number;
      category: string;
      conflicts?: number;
      directness: string;
      metric: string;
      nature: string;
      region: string;
      regionName: string;
      status: string;
      tier: string;
      unit: string;
      value: number;
      year: number;
    };
    YearlyCounts: {
      position: string;
      rows: components['schemas']['YearlyCount'][];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type AccessRecord = components['schemas']['AccessRecord'];
export type AccessRecords = components['schemas']['AccessRecords'];
export type Account = components['schemas']['Account'];
export type AccountChanged = components['schemas']['AccountChanged'];
export type Accounts = components['schemas']['Accounts'];
export type BrandCard = components['schemas']['BrandCard'];
export type BrandPage = components['schemas']['BrandPage'];
export type BrandRow = components['schemas']['BrandRow'];
export type CommandResult = components['schemas']['CommandResult'];
export type CorrectionPage = components['schemas']['CorrectionPage'];
export type CorrectionPreview = components['schemas']['CorrectionPreview'];
export type CorrectionRow = components['schemas']['CorrectionRow'];
export type CountSource = components['schemas']['CountSource'];
export type CountSources = components['schemas']['CountSources'];
export type Coverage = components['schemas']['Coverage'];
export type CoverageRow = components['schemas']['CoverageRow'];
export type DraftFill = components['schemas']['DraftFill'];
export type EditionComparison = components['schemas']['EditionComparison'];
export type EditionDetail = components['schemas']['EditionDetail'];
export type EditionPreview = components['schemas']['EditionPreview'];
export type EditionPublished = components['schemas']['EditionPublished'];
export type EditionRow = components['schemas']['EditionRow'];
export type Editions = components['schemas']['Editions'];
export type EvaluationAnswer = components['schemas']['EvaluationAnswer'];
export type Evaluations = components['schemas']['Evaluations'];
export type EventPlace = components['schemas']['EventPlace'];
export type EvidenceVerdict = components['schemas']['EvidenceVerdict'];
export type ExplanationNode = components['schemas']['ExplanationNode'];
export type FeedFrame = components['schemas']['FeedFrame'];
export type FigureRow = components['schemas']['FigureRow'];
export type FileFault = components['schemas']['FileFault'];
export type FirstPassword = components['schemas']['FirstPassword'];
export type FormCheck = components['schemas']['FormCheck'];
export type FormDraftGone = components['schemas']['FormDraftGone'];
export type FormDraftView = components['schemas']['FormDraftView'];
export type FormFill = components['schemas']['FormFill'];
export type FormLayout = components['schemas']['FormLayout'];
export type FormLayouts = components['schemas']['FormLayouts'];
export type FundHistory = components['schemas']['FundHistory'];
export type FundList = components['schemas']['FundList'];
export type FundResult = components['schemas']['FundResult'];
export type FundRow = components['schemas']['FundRow'];
export type FundTotal = components['schemas']['FundTotal'];
export type Gap = components['schemas']['Gap'];
export type GapList = components['schemas']['GapList'];
export type Grant = components['schemas']['Grant'];
export type Health = components['schemas']['Health'];
export type History = components['schemas']['History'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type Identity = components['schemas']['Identity'];
export type ImportPreview = components['schemas']['ImportPreview'];
export type ImportProgress = components['schemas']['ImportProgress'];
export type LocalStandard = components['schemas']['LocalStandard'];
export type LocalStandards = components['schemas']['LocalStandards'];
export type NewToken = components['schemas']['NewToken'];
export type PatchedReturnDraft = components['schemas']['PatchedReturnDraft'];
export type Person = components['schemas']['Person'];
export type Persons = components['schemas']['Persons'];
export type Policies = components['schemas']['Policies'];
export type PolicyChanges = components['schemas']['PolicyChanges'];
export type PolicyCheck = components['schemas']['PolicyCheck'];
export type PolicyDraft = components['schemas']['PolicyDraft'];
export type PolicyLife = components['schemas']['PolicyLife'];
export type PolicyWritten = components['schemas']['PolicyWritten'];
export type Problem = components['schemas']['Problem'];
export type ProcedureView = components['schemas']['ProcedureView'];
export type PublishedPolicy = components['schemas']['PublishedPolicy'];
export type QualityCount = components['schemas']['QualityCount'];
export type QualityCounts = components['schemas']['QualityCounts'];
export type QualitySource = components['schemas']['QualitySource'];
export type QualitySources = components['schemas']['QualitySources'];
export type Readiness = components['schemas']['Readiness'];
export type RebuildProgress = components['schemas']['RebuildProgress'];
export type RegionalFigureRow = components['schemas']['RegionalFigureRow'];
export type RegionalFigures = components['schemas']['RegionalFigures'];
export type Regions = components['schemas']['Regions'];
export type ReturnCallRow = components['schemas']['ReturnCallRow'];
export type ReturnCalls = components['schemas']['ReturnCalls'];
export type ReturnCard = components['schemas']['ReturnCard'];
export type ReturnCommandResult = components['schemas']['ReturnCommandResult'];
export type ReturnCompleteness = components['schemas']['ReturnCompleteness'];
export type ReturnCompletenessRow = components['schemas']['ReturnCompletenessRow'];
export type ReturnDraft = components['schemas']['ReturnDraft'];
export type ReturnDraftCell = components['schemas']['ReturnDraftCell'];
export type ReturnDraftConflict = components['schemas']['ReturnDraftConflict'];
export type ReturnFinding = components['schemas']['ReturnFinding'];
export type ReturnHistoryEntry = components['schemas']['ReturnHistoryEntry'];
export type ReturnLineRow = components['schemas']['ReturnLineRow'];
export type ReturnRow = components['schemas']['ReturnRow'];
export type Returns = components['schemas']['Returns'];
export type ReviewMonth = components['schemas']['ReviewMonth'];
export type ReviewMonths = components['schemas']['ReviewMonths'];
export type ReviewSource = components['schemas']['ReviewSource'];
export type ReviewSources = components['schemas']['ReviewSources'];
export type Session = components['schemas']['Session'];
export type SignedOut = components['schemas']['SignedOut'];
export type StandardWritten = components['schemas']['StandardWritten'];
export type StandIn = components['schemas']['StandIn'];
export type StandInAct = components['schemas']['StandInAct'];
export type StandInActs = components['schemas']['StandInActs'];
export type StandingSource = components['schemas']['StandingSource'];
export type StandingSources = components['schemas']['StandingSources'];
export type StandIns = components['schemas']['StandIns'];
export type StoredEvidence = components['schemas']['StoredEvidence'];
export type SubjectCard = components['schemas']['SubjectCard'];
export type SubjectCommandResult = components['schemas']['SubjectCommandResult'];
export type SubjectEvaluation = components['schemas']['SubjectEvaluation'];
export type SubjectEvaluations = components['schemas']['SubjectEvaluations'];
export type SubjectHistory = components['schemas']['SubjectHistory'];
export type SubjectRow = components['schemas']['SubjectRow'];
export type Subjects = components['schemas']['Subjects'];
export type TargetAnswer = components['schemas']['TargetAnswer'];
export type TierMovement = components['schemas']['TierMovement'];
export type TierMovements = components['schemas']['TierMovements'];
export type TierStatus = components['schemas']['TierStatus'];
export type TierStatuses = components['schemas']['TierStatuses'];
export type Token = components['schemas']['Token'];
export type Tokens = components['schemas']['Tokens'];
export type UnitName = components['schemas']['UnitName'];
export type UnitNames = components['schemas']['UnitNames'];
export type UnlockedReturnLines = components['schemas']['UnlockedReturnLines'];
export type WhatIfChange = components['schemas']['WhatIfChange'];
export type WhatIfJob = components['schemas']['WhatIfJob'];
export type WhatIfJobs = components['schemas']['WhatIfJobs'];
export type WhatIfRequest = components['schemas']['WhatIfRequest'];
export type WhatIfResult = components['schemas']['WhatIfResult'];
export type WhatIfRow = components['schemas']['WhatIfRow'];
export type WhatIfTotals = components['schemas']['WhatIfTotals'];
export type WorkItem = components['schemas']['WorkItem'];
export type WorkQueue = components['schemas']['WorkQueue'];
export type YearClosing = components['schemas']['YearClosing'];
export type YearlyCount = components['schemas']['YearlyCount'];
export type YearlyCounts = components['schemas']['YearlyCounts'];
